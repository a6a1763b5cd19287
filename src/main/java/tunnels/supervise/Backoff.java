package tunnels.supervise;

import java.time.Duration;
import tunnels.profile.Profile;

/** How long a failed start waits: doubling from first to max, less up to a quarter by chance. */
final class Backoff {

  private static final int MOST_DOUBLINGS = 30;

  private Backoff() {}

  /**
   * @param attempts failed starts in a row, from 1
   * @param chance from 0 (inclusive) to 1, so that tunnels that failed together part
   */
  static Duration delay(Profile.Retry retry, int attempts, double chance) {
    long doublings = Math.min(attempts - 1L, MOST_DOUBLINGS);
    Duration doubled = retry.first().multipliedBy(1L << doublings);
    Duration bounded = doubled.compareTo(retry.max()) < 0 ? doubled : retry.max();
    return Duration.ofMillis(Math.round(bounded.toMillis() * (1 - chance / 4)));
  }
}
