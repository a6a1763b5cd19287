package tunnels.supervise;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.MuxForward;
import tunnels.profile.Catalog;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** Looks at every tunnel, without touching the network: profiles, records, control sockets. */
public final class Survey {

  private final Catalog catalog;
  private final Store store;
  private final Roster roster;

  public Survey(Catalog catalog, Store store) throws IOException {
    this.catalog = catalog;
    this.store = store;
    this.roster = new Roster(catalog, store.wanted(), Set.of());
  }

  /** The tunnels that have a profile, valid or not, or of which something is running. */
  public SortedSet<String> names() throws IOException {
    SortedSet<String> names = catalog.names();
    for (String connection : store.connections()) {
      running(store.read(connection)).forEach(held -> names.add(held.tunnel()));
    }
    return names;
  }

  /** The connection of a tunnel: its profile's, or the one it was last seen on. */
  public Optional<String> connectionOf(String tunnel) throws IOException {
    Optional<Profile> profile = Optional.ofNullable(catalog.profiles().get(tunnel));
    if (profile.isPresent()) {
      return profile.map(Profile::connection);
    }
    for (String connection : store.connections()) {
      if (running(store.read(connection)).stream().anyMatch(h -> h.tunnel().equals(tunnel))) {
        return Optional.of(connection);
      }
    }
    return Optional.empty();
  }

  /** Every connection on which a tunnel is, or would be. */
  public NavigableSet<String> connectionsOf(Set<String> tunnels) throws IOException {
    NavigableSet<String> connections = former(tunnels);
    for (String tunnel : tunnels) {
      connectionOf(tunnel).ifPresent(connections::add);
    }
    return connections;
  }

  /** Connections on which tunnels still have forwards, though their profiles name others now. */
  public NavigableSet<String> former(Set<String> tunnels) throws IOException {
    NavigableSet<String> former = new TreeSet<>();
    for (String connection : store.connections()) {
      boolean moved =
          running(store.read(connection)).stream()
              .map(held -> catalog.profiles().get(held.tunnel()))
              .filter(Objects::nonNull)
              .anyMatch(p -> tunnels.contains(p.name()) && !p.connection().equals(connection));
      if (moved) {
        former.add(connection);
      }
    }
    return former;
  }

  /** What the connection of a tunnel is started with. */
  public Connection connection(Profile profile) {
    return roster.connection(profile.connection()).orElseThrow();
  }

  /**
   * @param now the time of a death that nobody saw
   */
  public TunnelStatus look(String tunnel, Instant now) throws IOException {
    String connection = connectionOf(tunnel).orElse(tunnel);
    ConnectionRecord record = store.read(connection);
    ControlSocket.Look look =
        record
            .launch()
            .map(launch -> launch.controlSocket().look())
            .orElse(new ControlSocket.Look(ControlSocket.State.ABSENT, 0));
    boolean live = look.state() == ControlSocket.State.LIVE;
    Phase phase = TunnelFacts.phase(tunnel, record, roster, look.state(), store.busy(connection));
    boolean on = live && !TunnelFacts.held(record, tunnel).isEmpty();
    return new TunnelStatus(
        tunnel,
        roster.wanted(tunnel),
        phase,
        host(tunnel, record),
        on ? Optional.of(look.pid()) : Optional.empty(),
        on ? record.launch().map(LaunchRecord::socket) : Optional.empty(),
        since(tunnel, phase, record),
        record.restarts(),
        phase == Phase.WAITING || phase == Phase.HELD
            ? record.trouble().retryAt()
            : Optional.empty(),
        failure(tunnel, phase, record, look.state(), now),
        proofs(connection, live).flatMap(Store.Proofs::roundTripMicros),
        forwards(tunnel, record, live, proofs(connection, live)));
  }

  private Optional<Store.Proofs> proofs(String connection, boolean live) throws IOException {
    return live ? store.proofs(connection) : Optional.empty();
  }

  private static List<HeldForward> running(ConnectionRecord record) {
    return record.launch().map(LaunchRecord::forwards).orElse(List.of());
  }

  private Optional<String> host(String tunnel, ConnectionRecord record) {
    return Optional.ofNullable(catalog.profiles().get(tunnel))
        .map(profile -> profile.host().text())
        .or(() -> record.launch().map(launch -> launch.host().text()));
  }

  private static Optional<Instant> since(String tunnel, Phase phase, ConnectionRecord record) {
    return Optional.ofNullable(record.tunnels().get(tunnel))
        .filter(told -> told.phase() == phase)
        .map(ConnectionRecord.Told::since);
  }

  private Optional<Failure> failure(
      String tunnel,
      Phase phase,
      ConnectionRecord record,
      ControlSocket.State master,
      Instant now) {
    return switch (phase) {
      case UP, STARTING, STOPPING, QUEUED -> Optional.empty();
      case DEGRADED ->
          TunnelFacts.held(record, tunnel).stream().flatMap(h -> h.failure().stream()).findFirst();
      case DOWN, WAITING, HELD ->
          roster.wanted(tunnel) == Wanted.UP
              ? record
                  .trouble()
                  .failure()
                  .or(() -> death(record, master, now))
                  .map(failure -> advised(failure, tunnel, phase))
              : Optional.empty();
    };
  }

  /** Where it is not the failure that keeps a tunnel down, the advice is another one. */
  private Failure advised(Failure failure, String tunnel, Phase phase) {
    if (roster.broken(tunnel)) {
      return failure.advising("mend its profile: `tunnels check " + tunnel + "`");
    }
    boolean byProfile = phase == Phase.HELD && !failure.kind().holds();
    return byProfile
        ? failure.advising("unattended = false: it comes back by `tunnels up " + tunnel + "`")
        : failure;
  }

  /** Dead, and no pass has seen it yet. */
  private static Optional<Failure> death(
      ConnectionRecord record, ControlSocket.State master, Instant now) {
    Cause cause =
        master == ControlSocket.State.SILENT
            ? new Cause(FailureKind.TIMEOUT, "the ssh process is there and does not answer")
            : new Cause(FailureKind.CLOSED, "the ssh process is gone");
    return record.launch().map(launch -> Failure.of(cause, launch.host().text(), now));
  }

  private List<TunnelStatus.ForwardStatus> forwards(
      String tunnel, ConnectionRecord record, boolean live, Optional<Store.Proofs> proofs) {
    List<HeldForward> held = TunnelFacts.held(record, tunnel);
    Optional<Profile> profile = Optional.ofNullable(catalog.profiles().get(tunnel));
    if (profile.isEmpty()) {
      return held.stream().map(h -> unprofiled(h, live)).toList();
    }
    return profile.get().forwards().stream().map(f -> status(f, held, live, proofs)).toList();
  }

  private static TunnelStatus.ForwardStatus status(
      Forward forward, List<HeldForward> held, boolean live, Optional<Store.Proofs> proofs) {
    if (forward.toJob()) {
      return withoutJob(forward);
    }
    MuxForward wanted = MuxForward.of(forward);
    Optional<HeldForward> mine = held.stream().filter(h -> h.forward().equals(wanted)).findFirst();
    boolean up = live && mine.map(HeldForward::isThere).orElse(false);
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        wanted.listen(mine.map(HeldForward::port).orElse(0)).toString(),
        forward.target().map(Endpoint::toString),
        forward.label(),
        up,
        live ? mine.flatMap(HeldForward::failure) : Optional.empty(),
        proofs.flatMap(all -> proved(all, wanted)));
  }

  private static TunnelStatus.ForwardStatus withoutJob(Forward forward) {
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        forward.listen().toString(),
        Optional.empty(),
        forward.label(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<TunnelStatus.Proved> proved(Store.Proofs all, MuxForward forward) {
    return Optional.ofNullable(all.forwards().get(Proving.key(forward)))
        .map(proof -> new TunnelStatus.Proved(proof, all.at()));
  }

  private static TunnelStatus.ForwardStatus unprofiled(HeldForward held, boolean live) {
    MuxForward forward = held.forward();
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.argument(),
        forward.listen(held.port()).toString(),
        forward.target().map(Endpoint::toString),
        Optional.empty(),
        live && held.isThere(),
        live ? held.failure() : Optional.empty(),
        Optional.empty());
  }
}
