package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Starter;
import tunnels.profile.Catalog;
import tunnels.profile.Catalogs;
import tunnels.profile.Profile;

/**
 * Looks at every tunnel, without touching the network: profiles, records, control sockets. It is of
 * one moment: what it has read it does not read again.
 */
public final class Survey {

  private final Catalog catalog;
  private final Store store;
  private final Roster roster;
  private final TunnelPhases phases;
  private final Reasons reasons;
  private final Moment moment;
  private final Starter starter;
  private @Nullable Map<String, String> ridden;

  /**
   * @param starter tells whether an ssh runs that does not answer
   */
  public Survey(Catalog catalog, Store store, Starter starter) throws IOException {
    this.catalog = catalog;
    this.store = store;
    this.roster = Roster.of(catalog, store, Set.of());
    this.phases = new TunnelPhases(store);
    this.reasons = new Reasons(phases, roster, starter);
    this.starter = starter;
    this.moment = new Moment(store);
  }

  /** The tunnels that have a profile, valid or not, or of which something is running. */
  public SortedSet<String> names() throws IOException {
    SortedSet<String> names = catalog.names();
    names.addAll(ridden().keySet());
    names.addAll(roster.followed());
    return names;
  }

  /** The same, without those of profiles in another folder. */
  public SortedSet<String> ours() throws IOException {
    SortedSet<String> ours = names();
    ours.removeAll(others().tunnels());
    return ours;
  }

  /**
   * What is of profiles in other folders, which are used with this state too.
   *
   * @param tunnels those that have a profile there, or may have one
   */
  public record Others(SortedSet<String> tunnels, Set<String> connections) {}

  /** What may not be removed, taken down or told of. */
  public Others others() throws IOException {
    Others others = new Others(new TreeSet<>(), new HashSet<>());
    Set<Path> folders = new HashSet<>();
    List<String> connections = store.connections();
    moment.read(Set.copyOf(connections));
    for (String connection : connections) {
      ConnectionRecord record = moment.record(connection);
      for (Map.Entry<String, Path> each : ProfileFolders.of(record, roster, true).entrySet()) {
        if (roster.elsewhere(each.getKey(), Optional.of(each.getValue()))) {
          others.tunnels().add(each.getKey());
          others.connections().add(connection);
          folders.add(each.getValue());
        }
      }
    }
    for (Path folder : folders) {
      others.tunnels().addAll(Catalogs.names(folder));
    }
    others.tunnels().removeAll(catalog.names());
    return others;
  }

  /** Those of ours that are wanted up. */
  public SortedSet<String> wanted() throws IOException {
    SortedSet<String> wanted = new TreeSet<>();
    for (String tunnel : ours()) {
      if (roster.wanted(tunnel) == Wanted.UP) {
        wanted.add(tunnel);
      }
    }
    return wanted;
  }

  /** The connection of a tunnel: its profile's, or the one it was last seen on. */
  public Optional<String> connectionOf(String tunnel) throws IOException {
    Optional<Profile> profile = roster.profile(tunnel);
    return profile.isPresent()
        ? Optional.of(profile.get().connection())
        : Optional.ofNullable(ridden().get(tunnel));
  }

  /** The connections that tunnels were last seen on. */
  private Map<String, String> ridden() throws IOException {
    if (ridden == null) {
      ridden = new HashMap<>();
      List<String> connections = store.connections();
      moment.read(Set.copyOf(connections));
      for (String connection : connections) {
        for (HeldForward held : moment.record(connection).forwards()) {
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
      Optional<String> connection = connectionOf(tunnel);
      if (connection.isPresent()) {
        connections.add(connection.get());
      }
      Optional<Following> following = roster.following(tunnel);
      if (following.isPresent()) {
        connections.add(following.get().connection());
      }
    }
    connections.addAll(links(tunnels));
    return connections;
  }

  /** The connections to the nodes of these tunnels' jobs. */
  public NavigableSet<String> links(Set<String> tunnels) throws IOException {
    NavigableSet<String> links = new TreeSet<>();
    for (String connection : store.connections()) {
      Optional<String> linked = Way.tunnel(connection);
      if (linked.isPresent() && tunnels.contains(linked.get())) {
        links.add(connection);
      }
    }
    for (String tunnel : tunnels) {
      Optional<Connection> link = roster.link(tunnel);
      if (link.isPresent()) {
        links.add(link.get().name());
      }
    }
    return links;
  }

  /** Connections on which tunnels still have forwards, though their profiles name others now. */
  public NavigableSet<String> former(Set<String> tunnels) throws IOException {
    NavigableSet<String> former = new TreeSet<>();
    for (String connection : store.connections()) {
      if (Way.tunnel(connection).isEmpty() && isFormer(connection, tunnels)) {
        former.add(connection);
      }
    }
    return former;
  }

  private boolean isFormer(String connection, Set<String> tunnels) throws IOException {
    for (HeldForward held : moment.record(connection).forwards()) {
      Profile profile = catalog.profiles().get(held.tunnel());
      boolean moved = profile != null && !profile.connection().equals(connection);
      if (moved && tunnels.contains(held.tunnel())) {
        return true;
      }
    }
    return false;
  }

  /** What the connection of a tunnel is started with. */
  public Connection connection(Profile profile) {
    return roster.connection(profile.connection()).orElseThrow();
  }

  /** Each of these; their masters are asked all at once. */
  public List<TunnelStatus> look(Collection<String> tunnels, Instant now) throws IOException {
    Set<String> connections = new HashSet<>();
    for (String tunnel : tunnels) {
      connections.add(connectionOf(tunnel).orElse(tunnel));
    }
    moment.ask(connections);
    readAgain(tunnels);
    List<TunnelStatus> all = new ArrayList<>();
    for (String tunnel : tunnels) {
      all.add(status(tunnel, now));
    }
    return all;
  }

  /**
   * @param now the time of a death that nobody saw
   */
  public TunnelStatus look(String tunnel, Instant now) throws IOException {
    readAgain(List.of(tunnel));
    return status(tunnel, now);
  }

  /** Where a master is gone, another one has perhaps taken its place since. */
  private void readAgain(Collection<String> tunnels) throws IOException {
    Set<String> gone = new HashSet<>();
    for (String tunnel : tunnels) {
      String connection = connectionOf(tunnel).orElse(tunnel);
      ConnectionRecord record = moment.record(connection);
      boolean expected = roster.wanted(tunnel) == Wanted.UP || record.launch().isPresent();
      if (expected && moment.look(record).state() != ControlSocket.State.LIVE) {
        gone.add(connection);
      }
    }
    moment.renew(gone);
  }

  private TunnelStatus status(String tunnel, Instant now) throws IOException {
    ConnectionRecord record = moment.record(connectionOf(tunnel).orElse(tunnel));
    ControlSocket.Look look = moment.look(record);
    boolean live = look.state() == ControlSocket.State.LIVE;
    boolean starting = look.state() != ControlSocket.State.LIVE && isStarting(record);
    Phase phase = phases.now(tunnel, record, roster, look.state(), starting);
    Optional<Following> job = roster.following(tunnel);
    Optional<Connection> link = roster.link(tunnel);
    List<HeldForward> held = held(tunnel, record, live ? link : Optional.empty());
    boolean on = live && (!held.isEmpty() || job.isPresent());
    boolean waits = phase == Phase.WAITING || phase == Phase.HELD;
    Optional<Store.Proofs> proofs = proofs(record.name(), live);
    Optional<Store.Proofs> ofForwards = link.isPresent() ? proofs(link.get().name(), live) : proofs;
    return new TunnelStatus(
        tunnel,
        TunnelFacts.wanted(tunnel, record, roster),
        phase,
        host(tunnel, record),
        on ? Optional.of(look.pid()) : Optional.empty(),
        on ? Optional.of(record.launch().orElseThrow().socket()) : Optional.empty(),
        since(tunnel, phase, record),
        record.restarts(),
        waits ? retryAt(record, link, now) : Optional.empty(),
        reasons.of(tunnel, phase, record, look.state(), now),
        reasons.notice(record, now),
        proofs.isPresent() ? proofs.get().roundTripMicros() : Optional.empty(),
        new ForwardStates(held, live, ofForwards).of(roster.profile(tunnel)),
        job);
  }

  /** Whether an ssh is logging in, whose command may have been killed. */
  private boolean isStarting(ConnectionRecord record) {
    return record.launch().isPresent()
        && !record.launch().get().proven()
        && starter.runs(record.launch().get().controlSocket());
  }

  /** With those on the connection to a job's node. */
  private List<HeldForward> held(String tunnel, ConnectionRecord record, Optional<Connection> link)
      throws IOException {
    List<HeldForward> held = TunnelFacts.held(record, tunnel);
    if (link.isPresent()) {
      ConnectionRecord linked = moment.record(link.get().name());
      if (moment.look(linked).state() == ControlSocket.State.LIVE) {
        held.addAll(linked.forwards());
      }
    }
    return held;
  }

  private Optional<Instant> retryAt(ConnectionRecord record, Optional<Connection> link, Instant now)
      throws IOException {
    boolean linked = record.launch().isPresent() && link.isPresent();
    ConnectionRecord waits = linked ? moment.record(link.get().name()) : record;
    return waits.trouble().bounded(now, Setbacks.retry(waits, roster)).retryAt();
  }

  private Optional<Store.Proofs> proofs(String connection, boolean live) throws IOException {
    return live ? moment.proofs(connection) : Optional.empty();
  }

  private Optional<String> host(String tunnel, ConnectionRecord record) {
    Optional<Profile> profile = roster.profile(tunnel);
    if (profile.isPresent()) {
      return Optional.of(profile.get().host().text());
    }
    return record.launch().isPresent()
        ? Optional.of(record.launch().get().host().text())
        : Optional.empty();
  }

  private static Optional<Instant> since(String tunnel, Phase phase, ConnectionRecord record) {
    ConnectionRecord.Told told = record.tunnels().get(tunnel);
    return told != null && told.phase() == phase ? Optional.of(told.since()) : Optional.empty();
  }
}
