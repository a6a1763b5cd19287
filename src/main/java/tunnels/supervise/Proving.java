package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.ForwardProbe;
import tunnels.openssh.MuxForward;
import tunnels.openssh.Proof;
import tunnels.openssh.RoundTrip;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** Asks the far ends of a connection's tunnels, and remembers what they said. */
public final class Proving {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Store store;
  private final InstantSource clock;

  public Proving(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param roster whose profiles say how each forward is proved
   * @return empty if there is no master to ask
   */
  public Optional<Store.Proofs> prove(String connection, Roster roster) throws IOException {
    ConnectionRecord record = store.read(connection);
    Optional<ControlSocket> socket = record.launch().map(LaunchRecord::controlSocket);
    if (socket.isEmpty() || socket.get().look().state() != ControlSocket.State.LIVE) {
      return Optional.empty();
    }
    Path scratch = Path.of(socket.get().path() + ".q");
    Optional<Duration> roundTrip = new RoundTrip(socket.get(), scratch).measure(LIMIT);
    Map<String, Proof> proofs = new HashMap<>();
    if (roundTrip.isPresent()) {
      ForwardProbe probe = new ForwardProbe(socket.get(), scratch, store.log(connection), LIMIT);
      for (HeldForward held : record.forwards()) {
        profile(held, roster)
            .ifPresent(
                forward -> proofs.put(key(held.forward()), prove(probe, held, forward, roundTrip)));
      }
    }
    Store.Proofs all = Store.Proofs.of(clock.instant(), roundTrip, proofs);
    store.prove(connection, all);
    harvest(connection);
    return Optional.of(all);
  }

  /** Our questions have left refusals in ssh's log, which are no news. */
  private void harvest(String connection) throws IOException {
    Optional<Store.Hold> lock =
        store.takesLocks() ? store.lock(connection, Duration.ZERO) : Optional.empty();
    if (lock.isPresent()) {
      try {
        store.harvest(connection, clock.instant(), true);
      } finally {
        lock.get().close();
      }
    }
  }

  /** By which a forward's proof is found again. */
  public static String key(MuxForward forward) {
    return forward.flag() + " " + forward.argument();
  }

  private static Proof prove(
      ForwardProbe probe, HeldForward held, Forward forward, Optional<Duration> roundTrip) {
    return probe.prove(
        held.as(),
        held.port(),
        forward.probe(),
        forward.open().orElse("/"),
        roundTrip.orElse(LIMIT));
  }

  /** The profile's word on a forward that is there and is to be proved. */
  private static Optional<Forward> profile(HeldForward held, Roster roster) {
    Optional<Profile> profile = roster.profile(held.tunnel());
    return profile.stream()
        .flatMap(p -> p.forwards().stream())
        .filter(f -> held.isThere() && f.probe() != Forward.Probe.NONE)
        .filter(f -> held.forward().isOf(f))
        .findFirst();
  }
}
