package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tunnels.report.Timeline.Span;

/** A timeline as a bar of HTML: its spans in proportion, each with what it was, when and why. */
final class TimelineBar {

  /** What is shorter than this part of the bar is not told apart from its neighbours. */
  private static final int PARTS = 1000;

  private final Timeline timeline;
  private final Instant start;
  private final long millis;
  private final HtmlTime time;

  /**
   * @param start of the bar, which ends now
   */
  TimelineBar(Timeline timeline, Instant start, HtmlTime time) {
    this.timeline = timeline;
    this.start = start;
    this.millis = Math.max(1, Duration.between(start, timeline.now()).toMillis());
    this.time = time;
  }

  /**
   * @param caption what stretch of time it shows
   */
  String html(String caption) {
    StringBuilder bar = new StringBuilder();
    bar.append("<figure><figcaption>%s</figcaption>\n".formatted(Html.text(caption)));
    bar.append("<div class=\"bar\" role=\"group\" aria-label=\"");
    bar.append(Html.text(timeline.tunnel() + ", " + caption)).append("\">\n");
    timeline.since(start, Duration.ofMillis(millis / PARTS)).forEach(s -> bar.append(span(s)));
    bar.append("</div>\n<div class=\"axis\">");
    bar.append(time.of(start)).append(time.of(timeline.now()));
    return bar.append("</div></figure>\n").toString();
  }

  private String span(Span span) {
    return String.format(
        Locale.ROOT,
        "<i class=\"%s\" role=\"img\" style=\"left:%.3f%%;width:%.3f%%\" title=\"%s\"></i>%n",
        span.phase().word(),
        Math.max(0, share(Duration.between(start, span.from()))),
        share(span.length()),
        Html.text(words(span)));
  }

  private double share(Duration length) {
    return Math.min(100, 100.0 * length.toMillis() / millis);
  }

  private String words(Span span) {
    String several = span.changes() > 1 ? " (" + span.changes() + " changes)" : "";
    String cause = StatusTable.line(span.failure()).map(text -> "; " + text).orElse("");
    return "%s%s, from %s to %s, %s%s"
        .formatted(
            span.phase().word(),
            several,
            time.words(span.from()),
            time.words(span.to()),
            Age.of(span.length()),
            cause);
  }
}
