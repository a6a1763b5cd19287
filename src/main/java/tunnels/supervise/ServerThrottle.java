package tunnels.supervise;

import java.time.Duration;

/**
 * How one server is tried, by however many connections: one at a time until it has let one in, with
 * growing pauses after failures, and several at a time then. Times are nanoseconds of a monotonic
 * clock.
 */
final class ServerThrottle {

  /** No time is known. */
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 10;

  private boolean proven;
  private int underWay;
  private int failures;
  private long opensAt;
  private long lastTried;

  ServerThrottle(long now) {
    opensAt = now;
    lastTried = now;
  }

  /**
   * How many more may log in now.
   *
   * @param most at a time, once one was let in
   */
  int room(int most, long now) {
    if (proven) {
      return Math.max(0, most - underWay);
    }
    return underWay == 0 && now - opensAt >= 0 ? 1 : 0;
  }

  /** When a pause that keeps everybody out is over: {@link #NEVER} if there is none. */
  long opensAt(long now) {
    return now - opensAt < 0 ? opensAt : NEVER;
  }

  /** Whether nobody has tried since then. */
  boolean untriedSince(long then) {
    return lastTried - then < 0;
  }

  void enter(long now) {
    underWay++;
    lastTried = now;
  }

  /** One that entered is out again. */
  void leave(LoginOutcome outcome, long now) {
    underWay--;
    switch (outcome) {
      case LOGGED_IN -> letIn();
      case SERVER_FAILED -> failed(now);
      case NOTHING -> {}
    }
  }

  private void letIn() {
    proven = true;
    failures = 0;
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
