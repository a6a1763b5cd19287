package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import tunnels.openssh.Asked;
import tunnels.openssh.Cause;
import tunnels.openssh.ClientConfig;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Launch;
import tunnels.openssh.Master;
import tunnels.openssh.MuxForward;
import tunnels.openssh.Started;
import tunnels.openssh.Starter;
import tunnels.profile.Profile;

/** Carries out the steps of a pass. What is about to happen is recorded before it does. */
public final class Actions {

  private static final Duration ROUND_TRIP = Duration.ofSeconds(5);

  private final Store store;
  private final Starter starter;
  private final InstantSource clock;
  private final Setbacks setbacks;
  private final Optional<Consumer<String>> person;

  /**
   * @param chance for the jitter of waits, from 0 to 1
   * @param person whom ssh may ask, and who hears what it says meanwhile
   */
  public Actions(
      Store store,
      Starter starter,
      InstantSource clock,
      DoubleSupplier chance,
      Optional<Consumer<String>> person) {
    this.store = store;
    this.starter = starter;
    this.clock = clock;
    this.setbacks = new Setbacks(starter, clock, chance);
    this.person = person;
  }

  /**
   * Waits for a start that a command left half done when it died: ssh goes on by itself, and what
   * comes of it is taken over instead of logging in a second time.
   *
   * @return why nothing came of it, if it was tried; it counts as the attempt that it was
   */
  Optional<Cause> settle(ConnectionRecord before) throws IOException {
    if (before.launch().isEmpty()) {
      return Optional.empty();
    }
    LaunchRecord launch = before.launch().get();
    return launch.proven() || launch.onlyFound()
        ? Optional.empty()
        : starter.settle(launch.controlSocket(), store.log(before.name()), launch.logged());
  }

  /** Notes a start that another command did not live to see fail. */
  ConnectionRecord miscarried(ConnectionRecord before, Cause cause, Roster roster)
      throws IOException {
    return setbacks.failed(stop(before), cause, roster);
  }

  Setbacks setbacks() {
    return setbacks;
  }

  Cause causeOfDeath(String connection) throws IOException {
    return starter.causeOfDeath(store.log(connection));
  }

  /**
   * Notes that a master that was up is dead, and why, and removes what is left of it.
   *
   * @param seen whether it was seen to end by itself, just now
   */
  ConnectionRecord bury(ConnectionRecord before, Roster roster, Cause cause, boolean seen)
      throws IOException {
    LaunchRecord launch = before.launch().orElseThrow();
    Trouble trouble = setbacks.died(before, launch, cause, roster, seen);
    return stop(before).withTrouble(trouble).withRestarts(before.restarts() + 1);
  }

  /** Whether the peer answers, within the time that a connection has to be made. */
  boolean answers(ConnectionRecord record) {
    return record.launch().isPresent()
        && starter.answers(record.launch().get().controlSocket(), ROUND_TRIP);
  }

  /**
   * Whether the peer of one that is to be taken over answers; one to be distrusted is not asked.
   */
  boolean answers(ConnectionRecord record, Connection connection) throws IOException {
    Duration limit = connection.health().timeout();
    return distrust(record).isPresent()
        || starter.answers(record.launch().orElseThrow().controlSocket(), limit);
  }

  /** What ssh makes of the connection now. */
  Asked ask(Connection connection) {
    return starter.ask(connection);
  }

  /** Notes again which ports servers picked, where the file that says so was lost. */
  void keepPorts(ConnectionRecord record) throws IOException {
    Map<String, Integer> picked = Openings.picked(record.forwards());
    if (picked.isEmpty()) {
      return;
    }
    Map<String, Integer> known = store.ports(record.name());
    if (!known.entrySet().containsAll(picked.entrySet())) {
      Map<String, Integer> all = new HashMap<>(known);
      all.putAll(picked);
      store.writePorts(record.name(), all);
    }
  }

  /** Starts a master, over whatever a dead one left. */
  ConnectionRecord start(ConnectionRecord before, Roster roster) throws IOException {
    Connection connection = roster.connection(before.name()).orElseThrow();
    ConnectionRecord clean = stop(before);
    if (clean.launch().isPresent()) {
      return setbacks.failed(
          clean, new Cause(FailureKind.UNKNOWN, "the last ssh cannot be ended"), roster);
    }
    Asked asked = starter.ask(connection);
    if (asked instanceof Asked.Refused refused) {
      return setbacks.failed(clean, refused.cause(), roster);
    }
    return launch(clean, connection, (Asked.Answer) asked, roster);
  }

  /**
   * Takes over a master that was started by a command that died before it had seen it, or of which
   * the record was lost: then it may have any forward of its tunnels.
   */
  ConnectionRecord adopt(ConnectionRecord before, Roster roster, Situation now) throws IOException {
    if (roster.connection(before.name()).isEmpty()) {
      return adjust(before, now, roster); // its profiles are broken, or gone
    }
    Connection connection = roster.connection(before.name()).orElseThrow();
    LaunchRecord launch = before.launch().orElseThrow();
    Optional<Cause> distrust = distrust(before);
    if (distrust.isPresent()) {
      return setbacks.failed(stop(before), distrust.get(), roster);
    }
    return takeOver(before, launch, connection, roster);
  }

  private ConnectionRecord takeOver(
      ConnectionRecord before, LaunchRecord launch, Connection connection, Roster roster)
      throws IOException {
    Openings openings =
        openings(before, launch.adopted(connection, folder(roster.riders(before.name()))));
    List<Wish> wishes = roster.wishes(before.name());
    Stream.concat(launch.forwards().stream().map(HeldForward::wish), roster.possible(before.name()))
        .filter(wish -> !wishes.contains(wish))
        .distinct()
        .forEach(wish -> openings.close(HeldForward.there(wish, wish.forward(), 0)));
    openings.open(wishes, true);
    return up(openings, before);
  }

  /** Why nothing is to be opened over the living master. */
  private Optional<Cause> distrust(ConnectionRecord living) throws IOException {
    LaunchRecord launch = living.launch().orElseThrow();
    return starter.distrust(store.log(living.name()), launch.logged());
  }

  /** Closes and opens forwards on the living master. */
  ConnectionRecord adjust(ConnectionRecord before, Situation now, Roster roster)
      throws IOException {
    Optional<Cause> distrust = now.missing().isEmpty() ? Optional.empty() : distrust(before);
    if (distrust.isPresent()) {
      return setbacks.failed(stop(before), distrust.get(), roster);
    }
    Openings openings = openings(before, before.launch().orElseThrow());
    for (HeldForward held : now.surplus()) {
      openings.close(held);
    }
    openings.open(now.missing(), now.mode() == Mode.PERSON);
    return up(openings, before);
  }

  /** Ends the master and removes what is left of it, on this side and, where it can, on the far. */
  ConnectionRecord stop(ConnectionRecord before) throws IOException {
    if (before.launch().isEmpty()) {
      return before;
    }
    LaunchRecord launch = before.launch().get();
    Openings openings = openings(before, launch);
    List<MuxForward> left = new ArrayList<>(before.left());
    List<HeldForward> files = launch.remoteFiles();
    if (!files.isEmpty() && launch.controlSocket().look().state() == ControlSocket.State.LIVE) {
      // Whoever dies in between leaves a master that is adopted, or that ends as it was told.
      store.write(
          before.withLaunch(Optional.of(launch.ending(starter.logged(store.log(before.name()))))));
    }
    for (HeldForward held : files) {
      if (!openings.close(held)) {
        left.add(held.as());
      }
    }
    boolean gone = starter.end(launch.controlSocket(), launch.there());
    ConnectionRecord after = before.withLeft(List.copyOf(new LinkedHashSet<>(left)));
    return gone ? after.withLaunch(Optional.empty()) : after;
  }

  /** Has the one small command run after a start; its answer is read when it is needed. */
  void rememberSession(String name) throws IOException {
    ConnectionRecord record = store.read(name);
    if (record.launch().isPresent()) {
      master(record, record.launch().get()).askSession(store.session(name));
    }
  }

  private ConnectionRecord launch(
      ConnectionRecord before, Connection connection, Asked.Answer answer, Roster roster)
      throws IOException {
    String name = connection.name();
    store.sweep(name); // of one that could not be removed when it died
    Optional<LaunchRecord> another = store.found(name);
    if (another.isPresent()) {
      return instead(before, another.get(), connection, roster);
    }
    ControlSocket socket = new ControlSocket(store.freshSocket(name));
    Optional<String> fault = socket.fault();
    if (fault.isPresent()) {
      return setbacks.failed(before, new Cause(FailureKind.CONFIG, fault.get()), roster);
    }
    store.prepare(
        name,
        ClientConfig.text(
            connection.config(), connection.health(), person.isEmpty(), answer.said()));
    List<Wish> wishes = roster.wishes(name);
    boolean bare = answer.bare() || connection.guard().isPresent(); // nothing before its word
    List<MuxForward> forwards = forwards(wishes);
    Launch launch =
        new Launch(
            connection,
            socket.path(),
            store.config(name),
            store.log(name),
            forwards,
            bare,
            answer.said());
    ConnectionRecord starting = before.withLaunch(Optional.of(unproven(launch, wishes, roster)));
    Started started = knockAndStart(launch, answer, starting, roster.logins(name));
    if (started instanceof Started.Failed failed) {
      return setbacks.failed(starting.withLaunch(Optional.empty()), failed.cause(), roster);
    }
    return running(starting, launch, (Started.Running) started, wishes);
  }

  /** A master that lives though the record, which could not be written, says nothing of it. */
  private ConnectionRecord instead(
      ConnectionRecord before, LaunchRecord another, Connection connection, Roster roster)
      throws IOException {
    ConnectionRecord found = before.withLaunch(Optional.of(another));
    Optional<Cause> distrust = distrust(found);
    if (distrust.isPresent()) {
      return setbacks.failed(stop(found), distrust.get(), roster);
    }
    return starter.answers(another.controlSocket(), connection.health().timeout())
        ? takeOver(found, another, connection, roster)
        : start(found, roster);
  }

  private Started knockAndStart(
      Launch launch, Asked.Answer answer, ConnectionRecord starting, int logins)
      throws IOException {
    Starter.Login login;
    Store.Hold place = store.knock(answer.doors(), logins);
    try {
      store.write(starting);
      login = starter.login(launch, person);
    } finally {
      place.close();
    }
    return starter.prove(login);
  }

  /** Each once, though two tunnels may wish it. */
  private static List<MuxForward> forwards(List<Wish> wishes) {
    Set<MuxForward> forwards = new LinkedHashSet<>();
    for (Wish wish : wishes) {
      forwards.add(wish.forward());
    }
    return List.copyOf(forwards);
  }

  private LaunchRecord unproven(Launch launch, List<Wish> wishes, Roster roster)
      throws IOException {
    Connection connection = launch.connection();
    List<HeldForward> forwards = new ArrayList<>();
    for (Wish wish : wishes) {
      forwards.add(HeldForward.there(wish, wish.forward(), 0));
    }
    return new LaunchRecord(
        launch.socket(),
        connection.host(),
        clock.instant(),
        false,
        connection.fingerprint(),
        connection.remoteCommands(),
        starter.logged(launch.log()),
        folder(roster.riders(connection.name())),
        forwards);
  }

  private static Optional<Path> folder(List<Profile> profiles) {
    return profiles.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(profiles.get(0).file().toAbsolutePath().getParent());
  }

  private ConnectionRecord running(
      ConnectionRecord starting, Launch launch, Started.Running running, List<Wish> wishes)
      throws IOException {
    LaunchRecord record = starting.launch().orElseThrow();
    Openings openings = openings(starting, record.with(true, List.of()));
    Set<MuxForward> good = running.good(launch.onCommandLine());
    List<Wish> doubtful = new ArrayList<>();
    for (Wish wish : wishes) {
      if (good.contains(wish.forward())) {
        openings.there(wish);
      } else {
        doubtful.add(wish);
      }
    }
    openings.open(doubtful, true);
    openings.sweep();
    store.prove(starting.name(), Store.Proofs.ofStart(clock.instant(), running.roundTrip()));
    return up(openings, starting);
  }

  private ConnectionRecord up(Openings openings, ConnectionRecord before) throws IOException {
    store.writePorts(before.name(), openings.ports());
    return openings.into(before).withTrouble(before.trouble().over());
  }

  private Openings openings(ConnectionRecord connection, LaunchRecord launch) throws IOException {
    Master master = master(connection, launch);
    return new Openings(master, connection, launch, store.ports(connection.name()), clock);
  }

  /** The living master of a connection. */
  Master master(ConnectionRecord connection, LaunchRecord launch) throws IOException {
    return starter.master(
        launch.controlSocket(),
        launch.host(),
        launch.remoteCommands(),
        store.sessions(connection.name()),
        store.log(connection.name()));
  }
}
