package tunnels.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import tunnels.openssh.Asked;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket.State;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Master;

/**
 * One pass over one connection, within its lock: looks, decides, takes the smallest step, and says
 * what changed.
 */
public final class Pass {

  /** How long what files take away is in doubt. */
  public static final Duration APART = SecondLook.APART;

  private final Store store;
  private final Rosters rosters;
  private final Actions actions;
  private final Follower follower;
  private final Telling telling;
  private final InstantSource clock;
  private final SecondLook look;
  private final Doubts doubts;

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
      LongSupplier nanos,
      Watcher watcher) {
    this.store = store;
    this.rosters = rosters;
    this.actions = actions;
    this.follower = new Follower(store, jobs, clock);
    this.clock = clock;
    this.look = new SecondLook(nanos);
    this.doubts = new Doubts(look);
    this.telling = new Telling(store, watcher);
  }

  /**
   * @param patience how long to wait for another command that works on the connection
   */
  public Result run(String connection, Request request, Duration patience) throws IOException {
    return run(connection, request, patience, Throttle.NONE);
  }

  /**
   * @param throttle is asked before each login
   */
  Result run(String connection, Request request, Duration patience, Throttle throttle)
      throws IOException {
    Optional<Store.Hold> lock = store.lock(connection, patience);
    if (lock.isEmpty()) {
      return Result.LEFT;
    }
    boolean started;
    try {
      Roster roster = roster(connection);
      if (ProfileFolders.areOthers(store.read(connection), roster)) {
        return Result.MADE; // another folder's: nothing of it is ours to do or to tell
      }
      if (request.mode() == Mode.PERSON && follower.intend(connection, roster)) {
        roster = roster(connection);
      }
      started = step(connection, request, roster, true, throttle);
      if (follow(connection, request)) {
        started |= step(connection, request, roster(connection), false, throttle);
      }
    } finally {
      lock.get().close();
    }
    tellOfLink(connection, patience);
    return started ? Result.STARTED : Result.MADE;
  }

  /** With what the files have said for long enough. */
  private Roster roster(String connection) throws IOException {
    return doubts.in(rosters.now(), store.read(connection));
  }

  /**
   * The connections that are to be looked at again after {@link #APART}, with the profiles read
   * anew: what their files took away is not believed yet.
   *
   * @param mode of the passes over them; a person waits for no other one's profile
   */
  public Set<String> doubted(Mode mode) {
    return look.doubted(mode != Mode.PERSON);
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
      return isLive(record) ? follower.clean(rosters.now(), master(record), dryRun) : List.of();
    } finally {
      lock.get().close();
    }
  }

  /** How soon a connection is to be looked at again, for its jobs or for what is in doubt. */
  Optional<Duration> pause(String connection) throws IOException {
    Optional<Duration> jobs = follower.pause(connection, rosters.now());
    Optional<Duration> doubt = look.pause(connection);
    boolean sooner = doubt.isPresent() && (jobs.isEmpty() || doubt.get().compareTo(jobs.get()) < 0);
    return sooner ? doubt : jobs;
  }

  /** Whether the tunnels have more or less to open now, because of their jobs. */
  private boolean follow(String name, Request request) throws IOException {
    Roster roster = roster(name);
    if (!roster.errands(name)) {
      return false;
    }
    ConnectionRecord record = store.read(name);
    boolean live = isLive(record);
    boolean changed = live && follower.follow(name, roster, master(record), request.mode());
    boolean down = request.mode() == Mode.TAKE_DOWN;
    if (live && !changed) {
      tell(record, roster(name), State.LIVE, false);
    }
    return changed || down;
  }

  private static boolean isLive(ConnectionRecord record) {
    return record.proven() && TunnelPhases.look(record) == State.LIVE;
  }

  private Master master(ConnectionRecord record) throws IOException {
    return actions.master(record, record.launch().orElseThrow());
  }

  /** A tunnel's phase is that of its login node's connection and of the one to the job's node. */
  private void tellOfLink(String connection, Duration patience) throws IOException {
    Optional<String> linked = Way.tunnel(connection);
    if (linked.isEmpty()) {
      return;
    }
    Roster roster = rosters.now();
    Optional<String> login = roster.following(linked.get()).map(Following::connection);
    Optional<Store.Hold> lock =
        login.isPresent() ? store.lock(login.get(), patience) : Optional.empty();
    if (lock.isPresent()) {
      try {
        ConnectionRecord record = store.read(login.orElseThrow());
        tell(record, roster, TunnelPhases.look(record), false);
      } finally {
        lock.get().close();
      }
    }
  }

  /**
   * @param errands whether what is to be done for jobs keeps a connection up
   */
  private boolean step(
      String name, Request request, Roster roster, boolean errands, Throttle throttle)
      throws IOException {
    ConnectionRecord read = actions.setbacks().bounded(store.read(name), roster);
    ConnectionRecord found = settled(read, roster, request);
    if (roster.riders(name).isEmpty() && found.equals(ConnectionRecord.blank(name))) {
      return false; // it is gone, and may have been cleaned away
    }
    if (found.launch().isEmpty()) {
      store.sweep(name); // the record of a master may have been lost before it died
    }
    boolean recovered = found.launch().isPresent() && found.launch().get().onlyFound();
    store.harvest(name, clock.instant(), false);
    actions.keepPorts(found);
    State master = TunnelPhases.look(found);
    boolean mute = request.ask() && master == State.LIVE && !actions.answers(found);
    boolean needed = roster.errands(name) && (errands || request.mode() != Mode.TAKE_DOWN);
    Situation situation = situation(found, roster, request, mute ? State.SILENT : master, needed);
    Optional<Cause> death = death(situation, name, mute);
    if (death.isPresent()) {
      // One that is killed leaves its socket (seen with 9.2); any other end removes it.
      boolean seen = request.ended() && master == State.ABSENT;
      ConnectionRecord buried = actions.bury(found, roster, death.get(), seen);
      found = tell(buried, roster, State.ABSENT, false);
      situation = situation(found, roster, request, State.ABSENT, needed);
    }
    situation =
        Transition.next(situation) == Step.ADOPT ? answering(situation, found, roster) : situation;
    Step step = admitted(Transition.next(situation), name, roster, death.isPresent(), throttle);
    ConnectionRecord after = act(step, situation, found, roster, throttle);
    store.harvest(name, clock.instant(), request.ask() || step != Step.REST);
    // One that dies during a rest is the next pass's, which asks why.
    State now = step == Step.REST ? situation.master() : TunnelPhases.look(after);
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

  /** A start that a command left half done has come to its end; a person tries again anyway. */
  private ConnectionRecord settled(ConnectionRecord found, Roster roster, Request request)
      throws IOException {
    Optional<Cause> cause = actions.settle(found);
    boolean counts =
        request.mode() == Mode.UNATTENDED && roster.connection(found.name()).isPresent();
    return cause.isPresent() && counts ? actions.miscarried(found, cause.get(), roster) : found;
  }

  /** One that nobody saw start is taken over only if its peer answers. */
  private Situation answering(Situation now, ConnectionRecord found, Roster roster)
      throws IOException {
    Optional<Connection> connection = roster.connection(found.name());
    boolean answers = connection.isEmpty() || actions.answers(found, connection.get());
    return answers ? now : now.withMaster(State.SILENT);
  }

  /** A login may have to wait for its turn: everything is left as it is until then. */
  private Step admitted(Step step, String name, Roster roster, boolean died, Throttle throttle) {
    if (step != Step.START && step != Step.REPLACE) {
      return step;
    }
    Asked asked = actions.ask(roster.connection(name).orElseThrow());
    boolean turn =
        !(asked instanceof Asked.Answer answer)
            || throttle.admit(name, answer.server(), roster.logins(name), died);
    return turn ? step : Step.REST;
  }

  private ConnectionRecord act(
      Step step, Situation situation, ConnectionRecord found, Roster roster, Throttle throttle)
      throws IOException {
    LoginOutcome outcome = LoginOutcome.NOTHING;
    try {
      ConnectionRecord after = act(step, situation, found, roster);
      outcome = LoginOutcome.of(after.trouble().failure());
      return after;
    } finally {
      throttle.over(found.name(), outcome);
    }
  }

  private ConnectionRecord act(
      Step step, Situation situation, ConnectionRecord found, Roster roster) throws IOException {
    boolean person = situation.mode() == Mode.PERSON;
    ConnectionRecord before = person ? found.withTrouble(Trouble.none()) : found;
    return switch (step) {
      case REST -> person ? before : found;
      case START, REPLACE -> actions.start(tell(before, roster, State.ABSENT, true), roster);
      case ADOPT -> actions.adopt(before, roster, situation);
      case ADJUST -> actions.adjust(before, situation, roster);
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
    Holdings held = Holdings.of(record, wishes, roster);
    Optional<Connection> connection = roster.connection(record.name());
    boolean startable = connection.isPresent() && (!wishes.isEmpty() || needed);
    Mode able = startable ? request.mode() : Mode.LOOK;
    Situation now =
        new Situation(
            able,
            !wishes.isEmpty() || needed || held.anyKept(),
            master,
            record.launch().isPresent(),
            record.proven(),
            current(record, connection),
            able == Mode.UNATTENDED
                && attemptable(record, roster, connection.orElseThrow(), request),
            held.surplus(),
            able == Mode.LOOK || able == Mode.TAKE_DOWN ? List.of() : held.missing());
    return doubts.settled(now, record, roster, connection);
  }

  private static boolean current(ConnectionRecord record, Optional<Connection> connection) {
    if (connection.isEmpty()) {
      return true;
    }
    if (record.launch().isEmpty()) {
      return false;
    }
    LaunchRecord running = record.launch().get();
    return running.onlyFound() || running.fingerprint().equals(connection.get().fingerprint());
  }

  /** Whether a start may be tried without a person, now. */
  private boolean attemptable(
      ConnectionRecord record, Roster roster, Connection connection, Request request) {
    boolean allowed = roster.unattendedAll(record.name());
    Trouble trouble = record.trouble().under(connection.fingerprint());
    boolean due = trouble.due(clock.instant()) || (request.hurry() && !trouble.holds());
    return allowed && (due || actions.setbacks().mended(trouble, connection));
  }

  private ConnectionRecord tell(ConnectionRecord record, Roster roster, State master, boolean busy)
      throws IOException {
    Instant now = clock.instant();
    return telling.tell(record, roster, master, busy, now);
  }
}
