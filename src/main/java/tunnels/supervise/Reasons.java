package tunnels.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tunnels.openssh.Cause;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Starter;

/** Why a tunnel is not as it is wanted, with the advice that helps. */
final class Reasons {

  private final TunnelPhases phases;
  private final Roster roster;
  private final Starter starter;

  Reasons(TunnelPhases phases, Roster roster, Starter starter) {
    this.phases = phases;
    this.roster = roster;
    this.starter = starter;
  }

  /**
   * @param now the time of a death that nobody saw
   */
  Optional<Failure> of(
      String tunnel, Phase phase, ConnectionRecord record, ControlSocket.State master, Instant now)
      throws IOException {
    boolean down = phase == Phase.DOWN || phase == Phase.WAITING || phase == Phase.HELD;
    Optional<Failure> ofConnection =
        down && roster.wanted(tunnel) == Wanted.UP
            ? ofConnection(record, master, now)
            : Optional.empty();
    Optional<Failure> advised =
        ofConnection.isPresent()
            ? Optional.of(
                advised(ofConnection.get(), tunnel, phase, record.trouble().attempts() > 0))
            : Optional.empty();
    return phases.failure(tunnel, phase, record, roster, advised, now);
  }

  /** That its masters end at one age, unless this one has lived for longer by now. */
  Optional<Failure> notice(ConnectionRecord record, Instant now) {
    Optional<EqualLives> lives = EqualLives.of(record.trouble().lives());
    if (lives.isEmpty()) {
      return Optional.empty();
    }
    Instant since = record.launch().map(LaunchRecord::at).orElse(now);
    boolean over = Duration.between(since, now).compareTo(lives.get().age().multipliedBy(2)) > 0;
    return over ? Optional.empty() : Optional.of(lives.get().named(since));
  }

  private Optional<Failure> ofConnection(
      ConnectionRecord record, ControlSocket.State master, Instant now) {
    Optional<Failure> failure = record.trouble().failure();
    return failure.isPresent() ? failure : death(record, master, now);
  }

  /** Dead, and no pass has seen it yet. */
  private Optional<Failure> death(
      ConnectionRecord record, ControlSocket.State master, Instant now) {
    if (record.launch().isEmpty()) {
      return Optional.empty();
    }
    LaunchRecord launch = record.launch().get();
    return Optional.of(Failure.of(death(launch, master), launch.host().text(), now));
  }

  private Cause death(LaunchRecord launch, ControlSocket.State master) {
    if (master == ControlSocket.State.SILENT) {
      return new Cause(FailureKind.TIMEOUT, "the ssh process is there and does not answer");
    }
    if (!launch.proven()) {
      return new Cause(FailureKind.CLOSED, "its start was broken off before ssh had logged in");
    }
    return starter.runs(launch.controlSocket())
        ? new Cause(FailureKind.CLOSED, "the ssh process is there, but its control socket is gone")
        : new Cause(FailureKind.CLOSED, "the ssh process is gone");
  }

  /**
   * Where it is not the failure that keeps a tunnel down, the advice is another one, or one more.
   *
   * @param failed whether it did not come up, and did not only die
   */
  private Failure advised(Failure failure, String tunnel, Phase phase, boolean failed) {
    if (roster.broken(tunnel)) {
      return failure.advising("mend its profile: `tunnels check " + tunnel + "`");
    }
    boolean byProfile = phase == Phase.HELD && !failure.kind().holds();
    if (!byProfile) {
      return failure;
    }
    String up = "`tunnels up " + tunnel + "`";
    return failed
        ? failure.advising(failure.advice() + "; then " + up + " (unattended = false)")
        : failure.advising("unattended = false: it comes back by " + up);
  }
}
