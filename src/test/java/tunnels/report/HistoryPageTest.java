package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tunnels.fixture.Past;
import tunnels.openssh.FailureKind;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** What the page says; how it looks is seen in a browser, by {@code HistoryPageIT}. */
class HistoryPageTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void says_the_time_zone_and_shows_times_in_it() {
    assertThat(page(List.of()))
        .contains(
            "As of <time datetime=\"2026-01-31T12:00:00Z\">2026-01-31 13:00:00</time>; all times"
                + " are Europe/Berlin (GMT+01:00).")
        .contains("Nothing has happened yet.");
  }

  @Test
  void a_span_says_phase_time_and_cause() {
    Past past = new Past("a", NOW.minus(Duration.ofHours(2))).is(Phase.UP);
    past.after(Duration.ofHours(1)).is(Phase.HELD, FailureKind.AUTH, "Permission denied");
    assertThat(page(past.changes()))
        .contains("style=\"left:0.000%;width:50.000%\" title=\"up, from 2026-01-31 11:00:00")
        .contains(
            "<i class=\"held\" role=\"img\" style=\"left:50.000%;width:50.000%\" title=\"held, from"
                + " 2026-01-31 12:00:00 to 2026-01-31 13:00:00, 1h 0m; auth: Permission denied\">");
  }

  @Test
  void what_a_server_said_stays_text() {
    Past past = new Past("a", NOW.minusSeconds(60));
    past.is(Phase.WAITING, FailureKind.CLOSED, "<script>\"'&\u202e\u0000\n</title>");
    assertThat(page(past.changes()))
        .doesNotContain("<script", "\u202e", "\u0000", "</title>\n</q>")
        .contains("&lt;script&gt;&quot;&#39;&amp;\\u202e\\x00\n&lt;/title&gt;");
  }

  @Test
  void stays_small_whatever_is_recorded() {
    Past past = new Past("a", NOW.minus(Duration.ofDays(30)));
    for (int i = 0; i < 20_000; i++) {
      past.after(Duration.ofSeconds(60)).is(i % 2 == 0 ? Phase.UP : Phase.WAITING);
    }
    assertThat(page(past.changes()).length()).isLessThan(1_000_000);
  }

  private static String page(List<Change> changes) {
    TreeMap<String, List<Change>> all = new TreeMap<>();
    all.put("a", changes);
    return HistoryPage.of(all, NOW, ZoneId.of("Europe/Berlin"));
  }
}
