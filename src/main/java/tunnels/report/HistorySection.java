package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** What the page of the history says of one tunnel. */
final class HistorySection {

  private static final Duration DAY = Duration.ofHours(24);
  private static final int EVENTS = 50;

  private final Instant start;
  private final HtmlTime time;
  private final boolean alone;

  /**
   * @param start of every bar
   * @param alone whether it is the only one of the page
   */
  HistorySection(Instant start, HtmlTime time, boolean alone) {
    this.start = start;
    this.time = time;
    this.alone = alone;
  }

  String html(Timeline timeline) {
    String name = Html.text(timeline.tunnel());
    String heading =
        "<section id=\"t-%s\">\n<h2>%s %s</h2>\n".formatted(name, name, badge(timeline.phase()));
    String body =
        timeline.isEmpty()
            ? "<p>Nothing has happened yet.</p>\n"
            : bars(timeline) + failures(timeline.failures()) + events(timeline);
    return heading + body + "</section>\n";
  }

  /** A phase, in its colour. */
  static String badge(Phase phase) {
    return "<b class=\"%1$s\">%1$s</b>".formatted(phase.word());
  }

  private String bars(Timeline timeline) {
    Instant yesterday = timeline.now().minus(DAY);
    String all = "the whole record, " + Age.between(start, timeline.now());
    String bars = new TimelineBar(timeline, start, time).html(all);
    return yesterday.isAfter(start)
        ? new TimelineBar(timeline, yesterday, time).html("the last 24 hours") + bars
        : bars;
  }

  private String failures(List<Failure> failures) {
    if (failures.isEmpty()) {
      return "<p>No failure.</p>\n";
    }
    Map<FailureKind, List<Failure>> kinds =
        failures.stream().collect(Collectors.groupingBy(Failure::kind));
    StringBuilder table = new StringBuilder("<table>\n<caption>Failures by kind</caption>\n");
    table.append(Html.head("Kind", "Times", "Last", "Its words")).append("<tbody>\n");
    kinds.values().stream()
        .sorted(Comparator.comparingInt(of -> -of.size()))
        .forEach(of -> table.append(kind(of)));
    return table.append("</tbody>\n</table>\n").toString();
  }

  private String kind(List<Failure> failures) {
    Failure last = failures.get(failures.size() - 1);
    return "<tr>"
        + Html.cell("Kind", last.kind().word())
        + Html.cell("Times", String.valueOf(failures.size()))
        + Html.cell("Last", time.of(last.at()))
        + Html.cell("Its words", words(last))
        + "</tr>\n";
  }

  private String events(Timeline timeline) {
    List<Change> last = timeline.last(EVENTS);
    StringBuilder table = new StringBuilder("<details" + (alone ? " open" : "") + ">");
    table.append("<summary>The last changes (%d)</summary>\n<table>\n".formatted(last.size()));
    table.append(Html.head("Time", "Phase", "Cause")).append("<tbody>\n");
    for (int i = last.size() - 1; i >= 0; i--) {
      table.append(event(last.get(i)));
    }
    return table.append("</tbody>\n</table>\n</details>\n").toString();
  }

  private String event(Change change) {
    String cause = change.failure().map(f -> f.kind().word() + ": " + words(f)).orElse("");
    return "<tr>"
        + Html.cell("Time", time.of(change.at()))
        + Html.cell("Phase", badge(change.to()))
        + (cause.isEmpty() ? "<td></td>" : Html.cell("Cause", cause))
        + "</tr>\n";
  }

  private static String words(Failure failure) {
    return "<q>" + Html.text(failure.message()) + "</q>";
  }
}
