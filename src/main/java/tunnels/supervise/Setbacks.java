package tunnels.supervise;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Grounds;
import tunnels.openssh.Starter;
import tunnels.profile.Profile;

/** What failures and deaths mean for a connection's next attempt. */
final class Setbacks {

  private final Starter starter;
  private final InstantSource clock;
  private final DoubleSupplier chance;

  Setbacks(Starter starter, InstantSource clock, DoubleSupplier chance) {
    this.starter = starter;
    this.clock = clock;
    this.chance = chance;
  }

  /** A start failed: it waits, or is held where only a person can help. */
  ConnectionRecord failed(ConnectionRecord before, Cause cause, Roster roster) {
    Connection connection = roster.connection(before.name()).orElseThrow();
    Failure failure = Failure.of(cause, connection, clock.instant());
    Trouble last = before.trouble().under(connection.fingerprint());
    Profile.Retry retry = retry(before, roster);
    return before.withTrouble(
        cause.kind().holds()
            ? last.held(failure, starter.grounds(connection, cause.kind()), retry)
            : last.failed(failure, retry, chance.getAsDouble()));
  }

  /**
   * A master that was up is dead.
   *
   * @param seen whether it was seen to end by itself, just now
   */
  Trouble died(
      ConnectionRecord before, LaunchRecord launch, Cause cause, Roster roster, boolean seen) {
    boolean alone = seen && cause.kind() == FailureKind.CLOSED;
    Failure failure = Failure.of(cause, launch.host().text(), clock.instant());
    Trouble last = before.trouble().under(launch.fingerprint());
    Optional<Duration> lived =
        Optional.of(Duration.between(launch.at(), failure.at()))
            .filter(life -> alone && !life.isNegative());
    return last.died(failure, retry(before, roster), chance.getAsDouble(), lived);
  }

  /** With no wait that is longer than its profiles allow from now on; as it is without any. */
  ConnectionRecord bounded(ConnectionRecord before, Roster roster) {
    return roster.riders(before.name()).isEmpty()
        ? before
        : before.withTrouble(before.trouble().bounded(clock.instant(), retry(before, roster)));
  }

  /** Whether a person has mended what held a connection. */
  boolean mended(Trouble trouble, Connection connection) {
    Optional<Grounds> grounds = trouble.grounds();
    return grounds.isPresent()
        && trouble.failure().isPresent()
        && grounds.get().mendedBy(starter.grounds(connection, trouble.failure().get().kind()));
  }

  /** Tunnels that share a connection may differ here: the first one's counts. */
  static Profile.Retry retry(ConnectionRecord connection, Roster roster) {
    return roster.riders(connection.name()).stream()
        .findFirst()
        .map(Profile::retry)
        .orElse(Profile.Retry.STANDARD);
  }
}
