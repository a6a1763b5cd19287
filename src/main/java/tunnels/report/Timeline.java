package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** What is recorded of a tunnel's phases over time; those that it only passes through are not. */
final class Timeline {

  /**
   * A phase and the time that it lasted.
   *
   * @param changes how many changes it stands for: 1, or more where they lie too close to be told
   *     apart
   * @param failure why, where something failed
   */
  record Span(Phase phase, Instant from, Instant to, int changes, Optional<Failure> failure) {

    Duration length() {
      return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    private Span since(Instant start) {
      return start.isAfter(from) ? new Span(phase, start, to, changes, failure) : this;
    }

    private Duration within(Instant start, Instant end) {
      Instant last = to.isBefore(end) ? to : end;
      return new Span(phase, from, last, changes, failure).since(start).length();
    }

    /** Both as one, in the phase that must not be hidden. */
    private Span with(Span next) {
      boolean worse = rank(next.phase) > rank(phase);
      return new Span(
          worse ? next.phase : phase,
          from,
          next.to,
          changes + next.changes,
          worse || failure.isEmpty() ? next.failure : failure);
    }
  }

  private final String tunnel;
  private final List<Change> changes;
  private final List<Span> spans = new ArrayList<>();
  private final Instant now;

  /**
   * @param changes in the order in which they happened
   */
  Timeline(String tunnel, List<Change> changes, Instant now) {
    this.tunnel = tunnel;
    this.changes = changes.stream().filter(change -> !passing(change.to())).toList();
    this.now = now;
    Instant end = now;
    for (int i = this.changes.size() - 1; i >= 0; i--) {
      Change change = this.changes.get(i);
      Instant start = change.at().isAfter(end) ? end : change.at(); // the clock was set back since
      spans.add(new Span(change.to(), start, end, 1, change.failure()));
      end = start;
    }
    Collections.reverse(spans);
  }

  String tunnel() {
    return tunnel;
  }

  Instant now() {
    return now;
  }

  /** Whether nothing is recorded. */
  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** When the record begins. */
  Instant start() {
    return isEmpty() ? now : spans.get(0).from();
  }

  Phase phase() {
    return isEmpty() ? Phase.DOWN : spans.get(spans.size() - 1).phase();
  }

  /** The last changes, the latest last. */
  List<Change> last(int most) {
    return changes.subList(Math.max(0, changes.size() - most), changes.size());
  }

  /** The earliest first. */
  List<Failure> failures() {
    return changes.stream().flatMap(change -> change.failure().stream()).toList();
  }

  /** The time in which it was not asked down. */
  Duration asked(Instant from) {
    return spans.stream()
        .filter(span -> span.phase() != Phase.DOWN)
        .map(span -> span.within(from, now))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How much of that time it was up, in words: {@code 99.87 %}; never rounded up. */
  String availability(Instant from) {
    long asked = asked(from).toMillis();
    long up =
        spans.stream()
            .filter(span -> span.phase() == Phase.UP)
            .mapToLong(span -> span.within(from, now).toMillis())
            .sum();
    if (asked == 0) {
      return "-";
    }
    return up >= asked
        ? "100 %"
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(10_000.0 * up / asked) / 100);
  }

  /** The worst phase in this time, which a picture of it must not hide. */
  Phase worst(Instant from, Instant to) {
    Phase worst = Phase.DOWN;
    for (Span span : spans) {
      boolean inside = !span.within(from, to).isZero();
      if (inside && (worst == Phase.DOWN || rank(span.phase()) > rank(worst))) {
        worst = span.phase();
      }
    }
    return worst;
  }

  /** The spans from a time on; those shorter than this in a row are made one. */
  List<Span> since(Instant from, Duration shortest) {
    List<Span> drawn = new ArrayList<>();
    for (Span span : spans) {
      Span next = span.since(from);
      Optional<Span> last =
          drawn.isEmpty() ? Optional.empty() : Optional.of(drawn.get(drawn.size() - 1));
      boolean tiny = next.length().compareTo(shortest) < 0;
      if (!span.to().isAfter(from) && span.to().isBefore(now)) {
        continue;
      }
      if (tiny && last.filter(l -> l.length().compareTo(shortest) < 0).isPresent()) {
        drawn.set(drawn.size() - 1, last.get().with(next));
      } else {
        drawn.add(next);
      }
    }
    return drawn;
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

  private static boolean passing(Phase phase) {
    return phase == Phase.STARTING || phase == Phase.STOPPING;
  }
}
