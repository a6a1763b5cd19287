package tunnels.supervise;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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

/**
 * Looks at every tunnel, without touching the network: profiles, records, control sockets. It is of
 * one moment: what it has read it does not read again.
 */
public final class Survey {

  /** Fewer are asked sooner than the threads of a parallel stream are started. */
  private static final int MANY = 20;

  private final Catalog catalog;
  private final Store store;
  private final Roster roster;
  private final TunnelPhases phases;
  private final Map<String, ConnectionRecord> records = new HashMap<>();
  private final Map<ControlSocket, ControlSocket.Look> looks = new ConcurrentHashMap<>();
  private @Nullable Map<String, String> ridden;

  public Survey(Catalog catalog, Store store) throws IOException {
    this.catalog = catalog;
    this.store = store;
    this.roster = Roster.of(catalog, store, Set.of());
    this.phases = new TunnelPhases(store);
  }

  /** The tunnels that have a profile, valid or not, or of which something is running. */
  public SortedSet<String> names() throws IOException {
    SortedSet<String> names = catalog.names();
    names.addAll(ridden().keySet());
    names.addAll(store.followings().keySet());
    return names;
  }

  /** The connection of a tunnel: its profile's, or the one it was last seen on. */
  public Optional<String> connectionOf(String tunnel) throws IOException {
    Optional<Profile> profile = Optional.ofNullable(catalog.profiles().get(tunnel));
    return profile.isPresent()
        ? profile.map(Profile::connection)
        : Optional.ofNullable(ridden().get(tunnel));
  }

  /** The connections that tunnels were last seen on. */
  private Map<String, String> ridden() throws IOException {
    if (ridden == null) {
      ridden = new HashMap<>();
      for (String connection : store.connections()) {
        for (HeldForward held : running(record(connection))) {
          ridden.putIfAbsent(held.tunnel(), connection);
        }
      }
    }
    return ridden;
  }

  /** Every connection on which a tunnel is, or would be. */
  public NavigableSet<String> connectionsOf(Set<String> tunnels) throws IOException {
    NavigableSet<String> connections = former(tunnels);
    for (String tunnel : tunnels) {
      connectionOf(tunnel).ifPresent(connections::add);
      roster.following(tunnel).map(Following::connection).ifPresent(connections::add);
    }
    connections.addAll(links(tunnels));
    return connections;
  }

  /** The connections to the nodes of these tunnels' jobs. */
  public NavigableSet<String> links(Set<String> tunnels) throws IOException {
    NavigableSet<String> links = new TreeSet<>();
    for (String connection : store.connections()) {
      Way.tunnel(connection).filter(tunnels::contains).ifPresent(t -> links.add(connection));
    }
    tunnels.forEach(tunnel -> roster.links(tunnel).forEach(link -> links.add(link.name())));
    return links;
  }

  /** Connections on which tunnels still have forwards, though their profiles name others now. */
  public NavigableSet<String> former(Set<String> tunnels) throws IOException {
    NavigableSet<String> former = new TreeSet<>();
    for (String connection : store.connections()) {
      boolean moved =
          Way.tunnel(connection).isEmpty()
              && running(record(connection)).stream()
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

  /** Each of these; where they are many, their masters are asked side by side. */
  public List<TunnelStatus> look(Collection<String> tunnels, Instant now) throws IOException {
    Set<ControlSocket> masters = new HashSet<>();
    for (String tunnel : tunnels) {
      record(connectionOf(tunnel).orElse(tunnel))
          .launch()
          .map(LaunchRecord::controlSocket)
          .ifPresent(masters::add);
    }
    if (masters.size() >= MANY) {
      masters.parallelStream().forEach(this::look);
    }
    List<TunnelStatus> all = new ArrayList<>();
    for (String tunnel : tunnels) {
      all.add(look(tunnel, now));
    }
    return all;
  }

  /**
   * @param now the time of a death that nobody saw
   */
  public TunnelStatus look(String tunnel, Instant now) throws IOException {
    String connection = connectionOf(tunnel).orElse(tunnel);
    ConnectionRecord record = record(connection);
    ControlSocket.Look look = look(record);
    boolean expected = roster.wanted(tunnel) == Wanted.UP || record.launch().isPresent();
    if (expected && look.state() != ControlSocket.State.LIVE) {
      record = renewed(connection); // perhaps another one has taken its place since
      look = look(record);
    }
    boolean live = look.state() == ControlSocket.State.LIVE;
    Phase phase = phases.of(tunnel, record, roster, look.state(), store.busy(connection));
    Optional<Following> job = roster.following(tunnel);
    List<HeldForward> held = held(tunnel, record, live);
    boolean on = live && (!held.isEmpty() || job.isPresent());
    return new TunnelStatus(
        tunnel,
        roster.wanted(tunnel),
        phase,
        host(tunnel, record),
        on ? Optional.of(look.pid()) : Optional.empty(),
        on ? record.launch().map(LaunchRecord::socket) : Optional.empty(),
        since(tunnel, phase, record),
        record.restarts(),
        phase == Phase.WAITING || phase == Phase.HELD ? retryAt(tunnel, record) : Optional.empty(),
        failure(tunnel, phase, record, look.state(), now),
        proofs(connection, live).flatMap(Store.Proofs::roundTripMicros),
        forwards(tunnel, held, live, proofs(tunnel, connection, live)),
        job);
  }

  private ConnectionRecord renewed(String connection) throws IOException {
    records.put(connection, store.read(connection));
    return record(connection);
  }

  private ControlSocket.Look look(ConnectionRecord record) {
    return record
        .launch()
        .map(LaunchRecord::controlSocket)
        .map(this::look)
        .orElse(new ControlSocket.Look(ControlSocket.State.ABSENT, 0));
  }

  private ControlSocket.Look look(ControlSocket master) {
    return looks.computeIfAbsent(master, ControlSocket::look);
  }

  /** With those on the connection to a job's node. */
  private List<HeldForward> held(String tunnel, ConnectionRecord record, boolean live)
      throws IOException {
    List<HeldForward> all = new ArrayList<>(TunnelFacts.held(record, tunnel));
    Optional<Connection> link = live ? roster.links(tunnel).findFirst() : Optional.empty();
    if (link.isPresent()) {
      ConnectionRecord linked = record(link.get().name());
      if (TunnelPhases.look(linked) == ControlSocket.State.LIVE) {
        all.addAll(linked.forwards());
      }
    }
    return all;
  }

  private Optional<Instant> retryAt(String tunnel, ConnectionRecord record) throws IOException {
    Optional<Connection> link = roster.links(tunnel).findFirst();
    return record.launch().isPresent() && link.isPresent()
        ? record(link.get().name()).trouble().retryAt()
        : record.trouble().retryAt();
  }

  private ConnectionRecord record(String connection) throws IOException {
    ConnectionRecord known = records.get(connection);
    if (known == null) {
      known = store.read(connection);
      records.put(connection, known);
    }
    return known;
  }

  private Optional<Store.Proofs> proofs(String connection, boolean live) throws IOException {
    return live ? store.proofs(connection) : Optional.empty();
  }

  /** Those of the connection to a job's node, where there is one. */
  private Optional<Store.Proofs> proofs(String tunnel, String connection, boolean live)
      throws IOException {
    Optional<Connection> link = roster.links(tunnel).findFirst();
    return proofs(link.map(Connection::name).orElse(connection), live);
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
      String tunnel, Phase phase, ConnectionRecord record, ControlSocket.State master, Instant now)
      throws IOException {
    return phases.failure(
        tunnel, phase, record, roster, () -> ofConnection(tunnel, phase, record, master, now), now);
  }

  private Optional<Failure> ofConnection(
      String tunnel,
      Phase phase,
      ConnectionRecord record,
      ControlSocket.State master,
      Instant now) {
    return roster.wanted(tunnel) == Wanted.UP
        ? record
            .trouble()
            .failure()
            .or(() -> death(record, master, now))
            .map(failure -> advised(failure, tunnel, phase))
        : Optional.empty();
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
      String tunnel, List<HeldForward> held, boolean live, Optional<Store.Proofs> proofs) {
    Optional<Profile> profile = Optional.ofNullable(catalog.profiles().get(tunnel));
    if (profile.isEmpty()) {
      return held.stream().map(h -> unprofiled(h, live)).toList();
    }
    return profile.get().forwards().stream().map(f -> status(f, held, live, proofs)).toList();
  }

  private static TunnelStatus.ForwardStatus status(
      Forward forward, List<HeldForward> held, boolean live, Optional<Store.Proofs> proofs) {
    Optional<HeldForward> mine = held.stream().filter(h -> h.forward().isOf(forward)).findFirst();
    boolean up = live && mine.map(HeldForward::isThere).orElse(false);
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        mine.map(h -> h.forward().listen(h.port())).orElse(forward.listen()).toString(),
        forward
            .target()
            .or(() -> mine.flatMap(h -> h.forward().target()).filter(t -> forward.toJob() && up))
            .map(Endpoint::toString),
        forward.label(),
        up,
        live ? mine.flatMap(HeldForward::failure) : Optional.empty(),
        proofs.flatMap(all -> mine.flatMap(h -> proved(all, h.forward()))));
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
