package tunnels.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.ControlSocket.State;
import tunnels.openssh.FailureKind;

/**
 * One pass over one connection, within its lock: looks, decides, takes the smallest step, and says
 * what changed.
 */
public final class Pass {

  private final Store store;
  private final Rosters rosters;
  private final Actions actions;
  private final Follower follower;
  private final Telling telling;
  private final InstantSource clock;

  /** What is wanted, by the time the lock is ours. */
  public interface Rosters {
    Roster now() throws IOException;
  }

  /** What came of a pass. */
  public enum Result {
    /** Another command is at work on the connection: it is left to that. */
    LEFT,
    MADE,
    /** Made, and {@link #rememberSession} is to be called: soon, but after what is more urgent. */
    STARTED
  }

  public Pass(
      Store store,
      Rosters rosters,
      Actions actions,
      Jobs jobs,
      InstantSource clock,
      Watcher watcher) {
    this.store = store;
    this.rosters = rosters;
    this.actions = actions;
    this.follower = new Follower(store, jobs, clock);
    this.clock = clock;
    this.telling = new Telling(store, watcher);
  }

  /**
   * @param patience how long to wait for another command that works on the connection
   */
  public Result run(String connection, Request request, Duration patience) throws IOException {
    Optional<Store.Hold> lock = store.lock(connection, patience);
    if (lock.isEmpty()) {
      return Result.LEFT;
    }
    boolean started;
    try {
      if (request.mode() == Mode.PERSON) {
        follower.intend(connection, rosters.now());
      }
      started = step(connection, request, true);
      if (follow(connection, request)) {
        started |= step(connection, request, false);
      }
    } finally {
      lock.get().close();
    }
    tellOfLink(connection, patience);
    return started ? Result.STARTED : Result.MADE;
  }

  /** Runs the one small command after a start; nothing that is up waits for it. */
  public void rememberSession(String connection) throws IOException {
    actions.rememberSession(connection);
  }

  /**
   * Ends what jobs of ours that nobody remembers have left beyond a login node's connection; looks
   * nowhere unless its master lives.
   *
   * @param dryRun whether they are only found
   * @return those that are gone, or would be
   */
  public List<JobRecord> cleanJobs(String connection, boolean dryRun, Duration patience)
      throws IOException {
    Optional<Store.Hold> lock = store.lock(connection, patience);
    if (lock.isEmpty()) {
      return List.of();
    }
    try {
      ConnectionRecord record = store.read(connection);
      Optional<LaunchRecord> launch = record.launch().filter(LaunchRecord::proven);
      return launch.isPresent() && look(record) == State.LIVE
          ? follower.clean(rosters.now(), actions.master(record, launch.get()), dryRun)
          : List.of();
    } finally {
      lock.get().close();
    }
  }

  /** How soon the jobs of a connection are to be asked for again; empty if there are none. */
  Optional<Duration> pause(String connection) throws IOException {
    return follower.pause(connection, rosters.now());
  }

  /** Whether the tunnels have more or less to open now, because of their jobs. */
  private boolean follow(String name, Request request) throws IOException {
    Roster roster = rosters.now();
    if (!roster.errands(name)) {
      return false;
    }
    ConnectionRecord record = store.read(name);
    boolean up = record.launch().map(LaunchRecord::proven).orElse(false);
    boolean live = up && look(record) == State.LIVE;
    boolean changed =
        live
            && follower.follow(
                name,
                roster,
                actions.master(record, record.launch().orElseThrow()),
                request.mode());
    boolean down = request.mode() == Mode.TAKE_DOWN;
    if (live && !changed) {
      tell(record, rosters.now(), State.LIVE, false);
    }
    return changed || down;
  }

  /** A tunnel's phase is that of its login node's connection and of the one to the job's node. */
  private void tellOfLink(String connection, Duration patience) throws IOException {
    Roster roster = rosters.now();
    Optional<String> login =
        Way.tunnel(connection).flatMap(roster::following).map(Following::connection);
    Optional<Store.Hold> lock =
        login.isPresent() ? store.lock(login.get(), patience) : Optional.empty();
    if (lock.isPresent()) {
      try {
        ConnectionRecord record = store.read(login.orElseThrow());
        tell(record, roster, look(record), false);
      } finally {
        lock.get().close();
      }
    }
  }

  /**
   * @param errands whether what is to be done for jobs keeps a connection up
   */
  private boolean step(String name, Request request, boolean errands) throws IOException {
    Roster roster = rosters.now();
    ConnectionRecord found = settled(store.read(name), roster, request);
    if (found.launch().isEmpty()) {
      expectStart(roster.connection(name), request);
      store.sweep(name); // the record of a master may have been lost before it died
    }
    boolean recovered = found.launch().map(LaunchRecord::onlyFound).orElse(false);
    store.harvest(name, clock.instant(), false);
    actions.keepPorts(found);
    State master = look(found);
    boolean mute = request.ask() && master == State.LIVE && !actions.answers(found);
    boolean needed = roster.errands(name) && (errands || request.mode() != Mode.TAKE_DOWN);
    Situation situation = situation(found, roster, request, mute ? State.SILENT : master, needed);
    Optional<Cause> death = death(situation, name, mute);
    if (death.isPresent()) {
      ConnectionRecord buried = actions.bury(found, roster, death.get());
      found = tell(buried, roster, State.ABSENT, false);
      situation = situation(found, roster, request, State.ABSENT, needed);
    }
    Step step = Transition.next(situation);
    ConnectionRecord after = act(step, situation, found, roster);
    store.harvest(name, clock.instant(), request.ask() || step != Step.REST);
    // One that dies during a rest is the next pass's, which asks why.
    State now = step == Step.REST ? situation.master() : look(after);
    if (situation.undecided()) {
      return false;
    }
    if (recovered) {
      telling.resume(after, roster, now, clock.instant());
    } else {
      tell(after, roster, now, false);
    }
    return step == Step.START || step == Step.REPLACE || step == Step.ADOPT;
  }

  /** What a person asks for will be tried, whatever came of it before. */
  private void expectStart(Optional<Connection> connection, Request request) {
    if (request.mode() == Mode.PERSON && connection.isPresent()) {
      actions.expectStart(connection.get());
    }
  }

  /** A start that a command left half done has come to its end; a person tries again anyway. */
  private ConnectionRecord settled(ConnectionRecord found, Roster roster, Request request)
      throws IOException {
    Optional<Cause> cause = actions.settle(found);
    boolean counts =
        request.mode() == Mode.UNATTENDED && roster.connection(found.name()).isPresent();
    return cause.isPresent() && counts ? actions.miscarried(found, cause.get(), roster) : found;
  }

  private ConnectionRecord act(
      Step step, Situation situation, ConnectionRecord found, Roster roster) throws IOException {
    boolean person = situation.mode() == Mode.PERSON;
    ConnectionRecord before = person ? found.withTrouble(Trouble.none()) : found;
    return switch (step) {
      case REST -> person ? before : found;
      case START, REPLACE -> actions.start(tell(before, roster, State.ABSENT, true), roster);
      case ADOPT -> actions.adopt(before, roster, situation);
      case ADJUST -> actions.adjust(before, situation);
      case STOP -> actions.stop(before).withTrouble(Trouble.none()).withRestarts(0);
    };
  }

  /** Why a master that was seen to be up counts as dead, if it does. */
  private Optional<Cause> death(Situation now, String name, boolean mute) throws IOException {
    if (!now.proven() || now.master() == State.LIVE) {
      return Optional.empty();
    }
    if (now.master() != State.SILENT) {
      return Optional.of(actions.causeOfDeath(name));
    }
    String who = mute ? "the server does not answer" : "the ssh process does not answer";
    return Transition.next(now) == Step.REPLACE
        ? Optional.of(new Cause(mute ? FailureKind.KEEPALIVE : FailureKind.TIMEOUT, who))
        : Optional.empty();
  }

  private Situation situation(
      ConnectionRecord record, Roster roster, Request request, State master, boolean needed) {
    List<Wish> wishes = roster.wishes(record.name());
    List<HeldForward> held = record.forwards();
    Set<Wish> there =
        held.stream()
            .filter(HeldForward::isThere)
            .map(HeldForward::wish)
            .collect(Collectors.toSet());
    Predicate<HeldForward> kept =
        h -> record.launch().map(launch -> roster.keeps(h, launch)).orElse(false);
    Optional<Connection> connection = roster.connection(record.name());
    boolean startable = connection.isPresent() && (!wishes.isEmpty() || needed);
    Mode able = startable ? request.mode() : Mode.LOOK;
    return new Situation(
        able,
        !wishes.isEmpty() || needed || held.stream().anyMatch(kept),
        master,
        record.launch().isPresent(),
        record.launch().map(LaunchRecord::proven).orElse(false),
        current(record, connection),
        able == Mode.UNATTENDED && attemptable(record, roster, connection.orElseThrow(), request),
        held.stream().filter(h -> !wishes.contains(h.wish()) && !kept.test(h)).toList(),
        able == Mode.LOOK || able == Mode.TAKE_DOWN
            ? List.of()
            : wishes.stream().filter(wish -> !there.contains(wish)).toList());
  }

  private static boolean current(ConnectionRecord record, Optional<Connection> connection) {
    Optional<String> wanted = connection.map(Connection::fingerprint);
    Optional<String> running = record.launch().map(LaunchRecord::fingerprint);
    return wanted.isEmpty() || wanted.equals(running) || running.equals(Optional.of(""));
  }

  /** Whether a start may be tried without a person, now. */
  private boolean attemptable(
      ConnectionRecord record, Roster roster, Connection connection, Request request) {
    boolean allowed = roster.unattendedAll(record.name());
    Trouble trouble = record.trouble();
    boolean due = trouble.due(clock.instant()) || (request.hurry() && !trouble.holds());
    return allowed && (due || actions.setbacks().mended(trouble, connection));
  }

  private static State look(ConnectionRecord record) {
    return record
        .launch()
        .map(launch -> launch.controlSocket().look())
        .map(ControlSocket.Look::state)
        .orElse(State.ABSENT);
  }

  private ConnectionRecord tell(ConnectionRecord record, Roster roster, State master, boolean busy)
      throws IOException {
    Instant now = clock.instant();
    return telling.tell(record, roster, master, busy, now);
  }
}
