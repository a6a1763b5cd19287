package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** A tunnel's ups and downs over time, with causes, and how much of the time it was there. */
public final class History {

  private static final int CELLS = 60;
  private static final int SHOWN = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private History() {}

  /**
   * @param changes in the order in which they happened
   * @param zone whose times are shown
   */
  public static String of(
      String tunnel, List<Change> changes, Instant now, ZoneId zone, boolean unicode) {
    Timeline timeline = new Timeline(tunnel, changes, now);
    if (timeline.isEmpty()) {
      return tunnel + ": nothing has happened yet\n";
    }
    List<String> lines = new ArrayList<>(List.of(summary(timeline), bar(timeline, unicode)));
    timeline.last(SHOWN).forEach(change -> lines.add(line(change, zone)));
    return String.join("\n", lines) + "\n";
  }

  private static String summary(Timeline timeline) {
    int failures = timeline.failures().size();
    return "%s: up %s of the %s in which it was not asked down; %d failure%s"
        .formatted(
            Style.STRONG.of(timeline.tunnel()),
            timeline.availability(timeline.start()),
            Age.of(timeline.asked(timeline.start())),
            failures,
            failures == 1 ? "" : "s");
  }

  private static String bar(Timeline timeline, boolean unicode) {
    Instant start = timeline.start();
    long width = Math.max(1, Duration.between(start, timeline.now()).toMillis());
    StringBuilder bar = new StringBuilder("  ");
    for (int cell = 0; cell < CELLS; cell++) {
      Instant from = start.plusMillis(width * cell / CELLS);
      Instant to = start.plusMillis(width * (cell + 1) / CELLS);
      bar.append(mark(timeline.worst(from, to), unicode));
    }
    return bar + "  " + Age.between(start, timeline.now());
  }

  private static String mark(Phase phase, boolean unicode) {
    return switch (phase) {
      case UP -> Style.GOOD.of(unicode ? "█" : "#");
      case DEGRADED -> Style.WARN.of(unicode ? "▒" : "+");
      case WAITING, QUEUED, STARTING, STOPPING -> Style.WARN.of(unicode ? "░" : "-");
      case HELD -> Style.BAD.of("!");
      case DOWN -> Style.FAINT.of(".");
    };
  }

  private static String line(Change change, ZoneId zone) {
    String why = StatusTable.line(change.failure()).map(text -> "  " + text).orElse("");
    return "  "
        + TIME.format(change.at().atZone(zone))
        + "  "
        + StatusTable.style(change.to()).of(change.to().word())
        + why;
  }
}
