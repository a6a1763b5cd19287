package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Browser;
import tunnels.fixture.Past;
import tunnels.fixture.RequiresChromium;
import tunnels.openssh.FailureKind;
import tunnels.report.HistoryPage;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** The page of {@code history --html} as a browser shows it. Its pictures are kept. */
@Timeout(120)
@RequiresChromium
class HistoryPageIT {

  private static final Path PICTURES = Path.of("target", "history-page");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String EVIL =
      "</q></style><script>document.title='owned'</script>"
          + "<img src=http://127.0.0.1:9/x onerror=\"document.title='owned'\"> ' \" & \u202e"
          + "x".repeat(400);

  private static Browser browser;
  private static URI page;

  @BeforeAll
  static void write(@TempDir Path folder) throws Exception {
    SortedMap<String, List<Change>> all = new TreeMap<>();
    all.put("hpc-socks", flaky());
    all.put("a-name-of-the-greatest-length-that-is-all", evil());
    all.put("notebook", steady());
    all.put("unused", List.of());
    String html = HistoryPage.of(all, NOW, ZoneId.of("Europe/Berlin"));
    Path file = Files.writeString(folder.resolve("history.html"), html);
    page = file.toUri();
    browser = new Browser();
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "phone,   390,  844, light",
    "phone,   390,  844, dark",
    "small,   320,  568, light",
    "desktop, 1280, 800, light",
    "desktop, 1280, 800, dark",
  })
  void is_all_there_and_fits(String device, int width, int height, String scheme) throws Exception {
    browser.show(page, width, height, scheme);
    browser.picture(PICTURES.resolve(device + "-" + scheme + ".png"));
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).allMatch(url -> url.startsWith("file:") || url.equals("data:,"));
    assertThat(browser.value("document.title").getAsString()).isEqualTo("History of tunnels");
    assertThat(browser.value("document.querySelectorAll('script, img').length").getAsInt())
        .isZero();
    assertThat(tooWide(width)).isEmpty();
    assertThat(browser.value("document.documentElement.scrollWidth").getAsInt())
        .isLessThanOrEqualTo(width);
    assertThat(
            browser
                .value("Math.max(...[...document.querySelectorAll('th')].map(e => e.clientHeight))")
                .getAsInt())
        .as("height of a table's head")
        .isLessThan(50);
    assertThat(seen("#t-hpc-socks .bar .waiting")).isPositive();
    assertThat(seen("#t-notebook .bar .up")).isPositive();
    assertThat(browser.value(background()).getAsString())
        .isEqualTo(scheme.equals("dark") ? "rgb(18, 22, 27)" : "rgb(255, 255, 255)");
    assertThat(weakest()).as("contrast, WCAG 2 AA").isGreaterThanOrEqualTo(4.5);
  }

  /** A failure of a second in weeks is seen, and bars are in proportion. */
  @ParameterizedTest
  @CsvSource({"390, 844", "1280, 800"})
  void bars_hide_nothing_and_are_in_proportion(int width, int height) {
    browser.show(page, width, height, "light");
    assertThat(
            browser
                .value(
                    "Math.min(...[...document.querySelectorAll('.bar .waiting, .bar .held')]"
                        + ".map(i => i.getBoundingClientRect().width))")
                .getAsDouble())
        .isGreaterThanOrEqualTo(3);
    double share =
        browser
            .value(
                "(s => s.querySelectorAll('.bar')[1].querySelector('.up')"
                    + ".getBoundingClientRect().width / s.querySelectorAll('.bar')[1].clientWidth)"
                    + "(document.querySelector('#t-notebook'))")
            .getAsDouble();
    assertThat(share).isBetween(0.49, 0.51);
  }

  /** What reaches beyond the screen on its right. */
  private static List<JsonElement> tooWide(int width) {
    String wide =
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('thead, .bar')"
            + " && e.getBoundingClientRect().right > %d + 0.5).map(e => e.outerHTML)";
    return browser.value(wide.formatted(width)).getAsJsonArray().asList();
  }

  private static int seen(String selector) {
    String seen =
        "[...document.querySelectorAll('%s')].filter(e => e.checkVisibility()"
            + " && e.getBoundingClientRect().width >= 1).length";
    return browser.value(seen.formatted(selector)).getAsInt();
  }

  private static String background() {
    return "getComputedStyle(document.body).backgroundColor";
  }

  /** The least contrast of a text's colour against the page, as WCAG 2 reckons. */
  private static double weakest() {
    return browser
        .value(
            """
            (() => {
              const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const page = light(getComputedStyle(document.body).backgroundColor);
              return Math.min(...[...document.querySelectorAll('body *:not(i)')].map(e => {
                const text = light(getComputedStyle(e).color);
                return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
              }));
            })()
            """)
        .getAsDouble();
  }

  private static List<Change> flaky() {
    Past past = new Past("hpc-socks", NOW.minus(Duration.ofDays(20))).is(Phase.UP);
    for (int night = 0; night < 18; night++) {
      past.after(Duration.ofHours(20).plusMinutes(37L * night % 180))
          .is(Phase.DOWN, FailureKind.KEEPALIVE, "Timeout, server hpc not responding.");
      for (int i = 0; i < night % 4; i++) {
        past.is(Phase.WAITING, FailureKind.UNREACHABLE, "connect to host hpc: No route to host")
            .after(Duration.ofMinutes(12));
      }
      past.is(Phase.UP);
    }
    return past.after(Duration.ofHours(9))
        .is(Phase.DEGRADED, FailureKind.REMOTE_REFUSED, "remote port forwarding failed for 2020")
        .after(Duration.ofHours(2))
        .is(Phase.UP)
        .after(Duration.ofHours(1))
        .is(Phase.DOWN, FailureKind.CLOSED, "the ssh process is gone")
        .is(Phase.WAITING, FailureKind.REFUSED, "connect to host hpc: Connection refused")
        .changes();
  }

  private static List<Change> evil() {
    return new Past("evil", NOW.minus(Duration.ofHours(30)))
        .is(Phase.UP)
        .after(Duration.ofHours(20))
        .is(Phase.HELD, FailureKind.AUTH, EVIL)
        .changes();
  }

  /** Up for the latter half of the record. */
  private static List<Change> steady() {
    return new Past("notebook", NOW.minus(Duration.ofDays(10))).is(Phase.UP).changes();
  }
}
