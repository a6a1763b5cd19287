package tunnels.supervise;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When the next pass of a connection is due, from what the last one left. */
final class Timing {

  /** Another command has it, whose lock tells nobody when it goes; or the disk is full. */
  private static final Duration BUSY = Duration.ofSeconds(1);

  /** How soon a mended key, known_hosts or agent is noticed. */
  private static final Duration HELD = Duration.ofSeconds(15);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 5;

  private final InstantSource clock;

  Timing(InstantSource clock) {
    this.clock = clock;
  }

  /** How long from now; empty if nothing is due by itself. */
  Optional<Duration> pause(Visit visit, int degraded) {
    return Stream.concat(ofMaster(visit, degraded).stream(), visit.jobs().stream())
        .min(Comparator.naturalOrder());
  }

  private Optional<Duration> ofMaster(Visit visit, int degraded) {
    if (!visit.done()) {
      return Optional.of(BUSY);
    }
    if (visit.watch().isPresent()) {
      return degraded == 0 ? Optional.empty() : Optional.of(retry(degraded));
    }
    if (visit.postponed()) {
      return Optional.empty();
    }
    Trouble trouble = visit.trouble();
    return trouble.holds() ? Optional.of(HELD) : trouble.retryAt().map(this::until);
  }

  private static Duration retry(int degraded) {
    return FIRST_RETRY.multipliedBy(1L << Math.min(degraded - 1, MOST_DOUBLINGS));
  }

  private Duration until(Instant at) {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
