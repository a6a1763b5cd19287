package tunnels.supervise;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;

/**
 * The phase of a tunnel: that of its connection; where it has a job, that of its login node's
 * connection, then of the job, then of the way to its server.
 */
final class TunnelPhases {

  private final Store store;

  TunnelPhases(Store store) {
    this.store = store;
  }

  /**
   * With a look at whether a command is working on the connection, where that matters.
   *
   * @param starting whether its ssh is logging in
   */
  Phase now(
      String tunnel,
      ConnectionRecord record,
      Roster roster,
      ControlSocket.State master,
      boolean starting)
      throws IOException {
    Phase idle = of(tunnel, record, roster, master, false);
    Phase worked = of(tunnel, record, roster, master, true);
    return idle == worked || !(starting || store.busy(record.name())) ? idle : worked;
  }

  /**
   * @param record of the tunnel's connection; with a job, of the one to the login node
   * @param busy whether a command is working on it
   */
  Phase of(
      String tunnel,
      ConnectionRecord record,
      Roster roster,
      ControlSocket.State master,
      boolean busy)
      throws IOException {
    Phase onLogin = TunnelFacts.phase(tunnel, record, roster, master, busy);
    if (!roster.hasJob(tunnel)) {
      return onLogin;
    }
    Optional<Following> following = roster.following(tunnel);
    if (roster.wanted(tunnel) == Wanted.DOWN) {
      boolean ending = following.filter(f -> !f.kept()).isPresent();
      return master == ControlSocket.State.LIVE && ending ? Phase.STOPPING : onLogin;
    }
    boolean usable = onLogin == Phase.UP || onLogin == Phase.DEGRADED;
    return usable ? ofJob(tunnel, following, roster, onLogin) : onLogin;
  }

  private Phase ofJob(String tunnel, Optional<Following> following, Roster roster, Phase onLogin)
      throws IOException {
    if (following.isEmpty()) {
      return Phase.HELD;
    }
    if (following.get().job().isUnheard()) {
      return Phase.WAITING;
    }
    return switch (following.get().job().state()) {
      case SUBMITTING, STARTING -> Phase.STARTING;
      case PENDING -> Phase.QUEUED;
      case ENDED -> Phase.HELD;
      case READY -> ofWay(tunnel, following.get().way(), roster, onLogin);
    };
  }

  private Phase ofWay(String tunnel, Optional<Way> way, Roster roster, Phase onLogin)
      throws IOException {
    if (way.flatMap(Way::hop).isPresent()) {
      return onLogin;
    }
    Optional<String> link = way.flatMap(Way::link).map(Connection::name);
    if (link.isEmpty()) {
      return Phase.STARTING;
    }
    ConnectionRecord record = store.read(link.get());
    Phase onLink = TunnelFacts.phase(tunnel, record, roster, look(record), store.busy(link.get()));
    return switch (onLink) {
      case UP -> onLogin;
      case DOWN, STOPPING -> Phase.STARTING;
      default -> onLink;
    };
  }

  /**
   * Why a tunnel is not up.
   *
   * @param ofConnection why its connection is not
   */
  Optional<Failure> failure(
      String tunnel,
      Phase phase,
      ConnectionRecord record,
      Roster roster,
      Optional<Failure> ofConnection,
      Instant now)
      throws IOException {
    Optional<Failure> ofJob = failureOfJob(tunnel, phase, record, roster, now);
    if (ofJob.isPresent()) {
      return ofJob;
    }
    return switch (phase) {
      case UP, STARTING, STOPPING, QUEUED -> Optional.empty();
      case DEGRADED -> TunnelFacts.failure(record, tunnel);
      case DOWN, WAITING, HELD -> ofConnection;
    };
  }

  /** Why a tunnel is not up, where its job or the way to it is the reason. */
  private Optional<Failure> failureOfJob(
      String tunnel, Phase phase, ConnectionRecord record, Roster roster, Instant now)
      throws IOException {
    boolean failed = phase == Phase.HELD || phase == Phase.WAITING || phase == Phase.DEGRADED;
    if (!roster.hasJob(tunnel) || !failed || record.trouble().failure().isPresent()) {
      return Optional.empty();
    }
    Optional<Following> following = roster.following(tunnel);
    if (following.isEmpty() || following.get().over()) {
      String words = following.map(f -> f.job().words()).orElse("no job was submitted");
      Cause cause = new Cause(FailureKind.CLOSED, words);
      String advice = "`tunnels up " + tunnel + "` submits a job";
      return Optional.of(Failure.of(cause, tunnel, now).advising(advice));
    }
    if (following.get().job().isUnheard()) {
      String login = record.launch().map(launch -> launch.host().text()).orElse(record.name());
      Cause cause = new Cause(FailureKind.CLOSED, following.get().job().words());
      String advice =
          "see what the login scripts there do (.bashrc, .cshrc): `ssh %s true` has to end soon, with status 0"
              .formatted(login);
      return Optional.of(Failure.of(cause, login, now).advising(advice));
    }
    Optional<String> link = following.get().way().flatMap(Way::link).map(Connection::name);
    return link.isEmpty() ? Optional.empty() : store.read(link.get()).trouble().failure();
  }

  /** What is at the control socket of a connection's last launch. */
  static ControlSocket.State look(ConnectionRecord record) {
    return record.launch().isPresent()
        ? record.launch().get().controlSocket().look().state()
        : ControlSocket.State.ABSENT;
  }
}
