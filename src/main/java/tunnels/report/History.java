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

  /** A phase and the time that it lasted. */
  private record Span(Phase phase, Instant from, Instant to) {
    Duration within(Instant start, Instant end) {
      Instant first = from.isAfter(start) ? from : start;
      Instant last = to.isBefore(end) ? to : end;
      return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
  }

  private final String tunnel;
  private final List<Change> changes;
  private final List<Span> spans = new ArrayList<>();
  private final Instant now;

  private History(String tunnel, List<Change> changes, Instant now) {
    this.tunnel = tunnel;
    this.changes = changes.stream().filter(change -> !passing(change.to())).toList();
    this.now = now;
    for (int i = 0; i < this.changes.size(); i++) {
      boolean last = i + 1 == this.changes.size();
      Instant end = last ? now : this.changes.get(i + 1).at();
      spans.add(new Span(this.changes.get(i).to(), this.changes.get(i).at(), end));
    }
  }

  /**
   * @param changes in the order in which they happened
   * @param zone whose times are shown
   */
  public static String of(
      String tunnel, List<Change> changes, Instant now, ZoneId zone, boolean unicode) {
    History history = new History(tunnel, changes, now);
    if (history.spans.isEmpty()) {
      return tunnel + ": nothing has happened yet\n";
    }
    List<String> lines = new ArrayList<>(List.of(history.summary(), history.bar(unicode)));
    int first = Math.max(0, history.changes.size() - SHOWN);
    history.changes.subList(first, history.changes.size()).stream()
        .map(change -> line(change, zone))
        .forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private String summary() {
    Instant start = spans.get(0).from();
    Duration up = total(Phase.UP, start, now);
    Duration asked = Duration.between(start, now).minus(total(Phase.DOWN, start, now));
    long failures = changes.stream().filter(change -> change.failure().isPresent()).count();
    double share = asked.isZero() ? 0 : 100.0 * up.toMillis() / Math.max(1, asked.toMillis());
    return String.format(
        Locale.ROOT,
        "%s: up %.1f %% of the %s in which it was not asked down; %d failures",
        Style.STRONG.of(tunnel),
        share,
        Age.of(asked),
        failures);
  }

  private String bar(boolean unicode) {
    Instant start = spans.get(0).from();
    long width = Math.max(1, Duration.between(start, now).toMillis());
    StringBuilder bar = new StringBuilder("  ");
    for (int cell = 0; cell < CELLS; cell++) {
      Instant from = start.plusMillis(width * cell / CELLS);
      Instant to = start.plusMillis(width * (cell + 1) / CELLS);
      bar.append(mark(worst(from, to), unicode));
    }
    return bar + "  " + Age.between(start, now);
  }

  /** The phase that a cell must not hide: the worst of those in it. */
  private Phase worst(Instant from, Instant to) {
    Phase worst = Phase.DOWN;
    for (Span span : spans) {
      boolean inside = !span.within(from, to).isZero();
      if (inside && (worst == Phase.DOWN || rank(span.phase()) > rank(worst))) {
        worst = span.phase();
      }
    }
    return worst;
  }

  private static int rank(Phase phase) {
    return switch (phase) {
      case HELD -> 4;
      case WAITING -> 3;
      case DEGRADED -> 2;
      case UP -> 1;
      case DOWN, QUEUED, STARTING, STOPPING -> 0;
    };
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

  private Duration total(Phase phase, Instant from, Instant to) {
    return spans.stream()
        .filter(span -> span.phase() == phase)
        .map(span -> span.within(from, to))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static boolean passing(Phase phase) {
    return phase == Phase.STARTING || phase == Phase.STOPPING;
  }
}
