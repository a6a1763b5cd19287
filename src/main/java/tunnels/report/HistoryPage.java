package tunnels.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** The history of tunnels as one page of HTML that needs nothing else: no network, no script. */
public final class HistoryPage {

  /** With what browsers are told to load and to run nothing, should a word ever be no text. */
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>History of tunnels</title>
      <style>
      %s</style>
      </head>
      <body>
      """;

  private static final List<Map.Entry<Phase, String>> MEANINGS =
      List.of(
          Map.entry(Phase.UP, "every forward there"),
          Map.entry(Phase.DEGRADED, "a forward missing"),
          Map.entry(Phase.WAITING, "failed, tried again"),
          Map.entry(Phase.HELD, "failed, a person is needed"),
          Map.entry(Phase.QUEUED, "its job has not started"),
          Map.entry(Phase.DOWN, "asked down, or just died"));

  private final List<Timeline> timelines;
  private final Instant now;
  private final HtmlTime time;

  private HistoryPage(List<Timeline> timelines, Instant now, ZoneId zone) {
    this.timelines = timelines;
    this.now = now;
    this.time = new HtmlTime(zone);
  }

  /**
   * @param changes of each tunnel, in the order in which they happened
   * @param zone whose times are shown
   */
  public static String of(SortedMap<String, List<Change>> changes, Instant now, ZoneId zone) {
    List<Timeline> timelines =
        changes.entrySet().stream().map(e -> new Timeline(e.getKey(), e.getValue(), now)).toList();
    return new HistoryPage(timelines, now, zone).html();
  }

  private String html() {
    StringBuilder page = new StringBuilder(HEAD.formatted(style()));
    page.append("<header>\n<h1>History of tunnels</h1>\n<p>As of ").append(time.of(now));
    page.append("; all times are ").append(Html.text(time.zone(now))).append(".</p>\n");
    page.append("</header>\n<main>\n");
    page.append(timelines.isEmpty() ? "<p>No tunnel yet.</p>\n" : overview() + legend());
    HistorySection section = new HistorySection(start(), time, timelines.size() == 1);
    timelines.forEach(timeline -> page.append(section.html(timeline)));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  /** All bars begin together, so that what failed at one time stands below each other. */
  private Instant start() {
    return timelines.stream()
        .map(Timeline::start)
        .min(Comparator.naturalOrder())
        .filter(now::isAfter)
        .orElse(now.minusSeconds(1));
  }

  private String overview() {
    StringBuilder table = new StringBuilder("<table>\n<caption>Up, of the time in which it was");
    table.append(" not asked down</caption>\n");
    table.append(Html.head("Tunnel", "Phase", "24 hours", "7 days", "Whole record", "Failures"));
    table.append("<tbody>\n");
    timelines.forEach(timeline -> table.append(row(timeline)));
    return table.append("</tbody>\n</table>\n").toString();
  }

  private String row(Timeline timeline) {
    String name = Html.text(timeline.tunnel());
    return "<tr>"
        + Html.cell("Tunnel", "<a href=\"#t-%s\">%s</a>".formatted(name, name))
        + Html.cell("Phase", HistorySection.badge(timeline.phase()))
        + Html.cell("24 hours", timeline.availability(now.minus(Duration.ofHours(24))))
        + Html.cell("7 days", timeline.availability(now.minus(Duration.ofDays(7))))
        + Html.cell("Whole record", timeline.availability(timeline.start()))
        + Html.cell("Failures", String.valueOf(timeline.failures().size()))
        + "</tr>\n";
  }

  private static String legend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\" aria-label=\"Phases\">\n");
    MEANINGS.forEach(
        each ->
            legend.append(
                "<li><i class=\"%1$s\"></i>%1$s: %2$s</li>\n"
                    .formatted(each.getKey().word(), each.getValue())));
    return legend.append("</ul>\n").toString();
  }

  private static String style() {
    try (InputStream css = HistoryPage.class.getResourceAsStream("history.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
