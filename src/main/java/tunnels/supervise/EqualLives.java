package tunnels.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;

/**
 * Masters of one connection that ended at the same age, one after the other: a server that ends
 * what is idle (UnusedConnectionTimeout of sshd_config(5), 9.2), or a firewall that forgets it. ssh
 * 9.2 writes nothing of such an end.
 *
 * @param age at which they ended
 * @param times how many of the last few
 */
record EqualLives(Duration age, int times) {

  /** So many of the last lives are remembered. */
  static final int REMEMBERED = 5;

  private static final int ENOUGH = 3;

  /** One that lives for longer is no nuisance, and a server may be restarted every night. */
  private static final Duration LONGEST = Duration.ofHours(12);

  /** A login takes now longer, now shorter. */
  private static final long LOGIN_MILLIS = 1000;

  private static final int PARTS = 10;

  private static final String ADVICE =
      "something ends it at that age: the server's UnusedConnectionTimeout or ChannelTimeout, a logout"
          + " of idle users, or a firewall; ask the server's admin, or set a shorter `alive` below"
          + " [health]";

  /**
   * @param millis how long the last masters lived, the latest last
   * @return empty if the latest was not like those before
   */
  static Optional<EqualLives> of(List<Long> millis) {
    if (millis.isEmpty()) {
      return Optional.empty();
    }
    long last = millis.get(millis.size() - 1);
    long apart = LOGIN_MILLIS + last / PARTS;
    int times = 0;
    for (long each : millis) {
      times += Math.abs(each - last) <= apart ? 1 : 0;
    }
    return times < ENOUGH || last > LONGEST.toMillis()
        ? Optional.empty()
        : Optional.of(new EqualLives(Duration.ofMillis(last), times));
  }

  /** The last few, with one more. */
  static List<Long> with(List<Long> millis, Duration life) {
    List<Long> all = new ArrayList<>(millis);
    all.add(life.toMillis());
    return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
  }

  /** In place of what is said of a death of which ssh said nothing. */
  Failure named(Instant at) {
    String words =
        "the connection ended %s after its start, as it did %d times before"
            .formatted(text(age), times - 1);
    return new Failure(FailureKind.CLOSED, words, ADVICE, at);
  }

  private static String text(Duration age) {
    long seconds = Math.round(age.toMillis() / 1000.0);
    return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }
}
