package tunnels.supervise;

import java.time.Duration;

/**
 * How one server is tried, by however many connections: one at a time until it has let one in, with
 * growing pauses after failures, and freely then. So a dead or angry server sees a few attempts,
 * not one from each.
 */
final class Gate {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 10;

  private boolean proven;
  private int inside;
  private int failures;
  private long opensAt;

  /**
   * @param now nanoseconds of a monotonic clock, here and below
   */
  Gate(long now) {
    opensAt = now;
  }

  /** When the next one may enter: now, a time to come, or, while one is inside, nobody knows. */
  long opensAt(long now) {
    if (proven || (inside == 0 && now - opensAt >= 0)) {
      return now;
    }
    return inside > 0 ? Ward.NEVER : opensAt;
  }

  void enter() {
    inside++;
  }

  /** One that entered is out again. */
  void leave(Visit visit, long now) {
    inside--;
    if (visit.watch().isPresent()) {
      proven = true;
      failures = 0;
    } else if (visit.failed()) {
      failed(now);
    }
  }

  private void failed(long now) {
    proven = false;
    failures++;
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    opensAt = now + (pause.compareTo(MOST) < 0 ? pause : MOST).toNanos();
  }

  /** A master there died: perhaps it is the server. */
  void doubt() {
    proven = false;
  }

  /** The server was seen to be back. */
  void open(long now) {
    failures = 0;
    opensAt = now;
  }
}
