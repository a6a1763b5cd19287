package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/** Starts masters and proves them; ends them and proves that too. */
public final class Starter {

  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final long POLL_NANOS = 20_000_000;

  /** A guard's login shell has its start-up files to read first. */
  private static final Duration GUARD = RemoteShell.PATIENCE.plusSeconds(10);

  private final Processes processes;
  private final Path home;
  private final Questions questions;

  /**
   * @param home what {@code ~} in ssh_config stands for
   */
  public Starter(Processes processes, Path home) {
    this.processes = processes;
    this.home = home;
    this.questions = new Questions(processes);
  }

  /** Asks ssh, with the user's config as it is by hand, what it makes of the connection. */
  public Asked ask(Connection connection) {
    return questions.ask(connection);
  }

  /**
   * Begins to ask what {@link #ask} will be asked next, which waits for the answer.
   *
   * @return who asks, and is done when ssh has ended
   */
  public Thread askAhead(Connection connection) {
    return questions.askAhead(connection);
  }

  /** What a failure that holds rests on, as it is now. */
  public Grounds grounds(Connection connection, FailureKind kind) {
    return new GroundsReader(processes, home).read(connection, kind);
  }

  /**
   * How ssh came out of its login.
   *
   * @param logged how long the log was before
   */
  public record Login(Launch launch, Finished finished, long logged) {}

  /**
   * Runs ssh until it is in the background: it has logged in then.
   *
   * @param person hears what ssh writes, and may be typing: no time limit of ours; empty where
   *     nobody is there
   */
  public Login login(Launch launch, Optional<Consumer<String>> person) throws IOException {
    MasterLog log = new MasterLog(launch.log());
    long before = log.size();
    UnixListener.clear(launch.onCommandLine());
    Duration limit = limit(launch.connection());
    Finished finished =
        person.isPresent() ? attended(launch, log, person.get()) : run(launch, Optional.of(limit));
    return new Login(launch, finished, before);
  }

  /**
   * Demands ALIVE and one round trip: after that every answer to a remote forward has arrived too,
   * since replies come in order.
   */
  public Started prove(Login login) throws IOException {
    Launch launch = login.launch();
    MasterLog log = new MasterLog(launch.log());
    if (!login.finished().ok()) {
      end(new ControlSocket(launch.socket()), launch.forwards());
      String said = log.since(login.logged());
      return new Started.Failed(cause(login.finished(), said, limit(launch.connection())));
    }
    return prove(launch, log, login.logged());
  }

  private Finished run(Launch launch, Optional<Duration> limit) {
    return processes.launch(launch.command(), launch.directory(), launch.log(), limit);
  }

  private Finished attended(Launch launch, MasterLog log, Consumer<String> person)
      throws IOException {
    Eavesdropper ears = new Eavesdropper(log, person);
    try {
      return run(launch, Optional.empty());
    } finally {
      ears.close();
    }
  }

  /**
   * Ends whatever runs at this control socket and returns when it is gone: asked first, then told
   * by signals.
   *
   * @param forwards that it had: their socket files on this side are removed
   * @return false if a process is left in spite of SIGKILL
   */
  public boolean end(ControlSocket socket, List<MuxForward> forwards) throws IOException {
    boolean gone = new Ending(processes, socket).end();
    UnixListener.clear(forwards);
    return gone;
  }

  /** Whether a master lives here whose peer answers within the limit. */
  public boolean answers(ControlSocket socket, Duration limit) {
    return roundTrip(socket, limit).isPresent();
  }

  private static Optional<Duration> roundTrip(ControlSocket socket, Duration limit) {
    Path scratch = Path.of(socket.path() + ".p");
    try {
      return socket.look().state() == ControlSocket.State.LIVE
          ? new RoundTrip(socket, scratch).measure(limit)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it died while it was asked
    }
  }

  /**
   * Returns when a start at this socket has come to its end, or has had long enough.
   *
   * @param logged how long the log was before it
   * @return why there is no master, if ssh was run at all
   */
  public Optional<Cause> settle(ControlSocket socket, Path log, long logged) throws IOException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    boolean running = true;
    while (running && System.nanoTime() < deadline) {
      if (socket.look().state() == ControlSocket.State.LIVE) {
        return Optional.empty();
      }
      running = !processes.withArgument(socket.path().toString()).isEmpty();
      LockSupport.parkNanos(running ? POLL_NANOS : 0);
    }
    if (running) {
      return Optional.of(
          new Cause(
              FailureKind.TIMEOUT,
              "no login before its command was ended",
              "ssh was still logging in to {host}"));
    }
    String said = new MasterLog(log).since(logged);
    return Classifier.isSilent(said) ? Optional.empty() : Optional.of(Classifier.classify(said));
  }

  /**
   * Why nothing is to be opened over a master that lives.
   *
   * @param logged how long the log was before it was started
   */
  public Optional<Cause> distrust(Path log, long logged) throws IOException {
    return LaunchLog.distrust(new MasterLog(log).since(logged), false);
  }

  /** Whether the ssh runs that was started with this control socket, whatever is at its path. */
  public boolean runs(ControlSocket socket) {
    return !processes.withArgument(socket.path().toString()).isEmpty();
  }

  /** How long the log is by now. */
  public long logged(Path log) throws IOException {
    return new MasterLog(log).size();
  }

  /** Why a master is dead, by the last that it wrote. */
  public Cause causeOfDeath(Path log) throws IOException {
    Cause cause = Classifier.classify(new MasterLog(log).lastLine());
    return cause.kind() == FailureKind.KEEPALIVE
        ? cause
        : new Cause(FailureKind.CLOSED, "the ssh process is gone");
  }

  /** A living master, to be asked for more. */
  public Master master(
      ControlSocket socket,
      Destination host,
      boolean remoteCommands,
      List<Session> earlier,
      Path log) {
    return new Master(processes, socket, host, remoteCommands, earlier, log);
  }

  private Started prove(Launch launch, MasterLog log, long before) throws IOException {
    ControlSocket socket = new ControlSocket(launch.socket());
    Optional<Cause> distrust = LaunchLog.distrust(log.since(before), launch.isDirect());
    if (distrust.isPresent()) {
      end(socket, launch.forwards());
      return new Started.Failed(distrust.get());
    }
    Optional<Duration> roundTrip = roundTrip(socket, launch.connection().health().timeout());
    if (roundTrip.isPresent() && guarded(launch, log, before)) {
      return new Started.Running(roundTrip.get(), LaunchLog.suspects(launch, log.since(before)));
    }
    end(socket, List.of());
    String said = log.since(before);
    return new Started.Failed(
        said.isBlank()
            ? new Cause(FailureKind.CLOSED, "logged in, but the connection did not carry anything")
            : Classifier.classify(said));
  }

  /** Waits for the word of a guard, where there is one. */
  private static boolean guarded(Launch launch, MasterLog log, long before) throws IOException {
    Optional<Guard> guard = launch.connection().guard();
    ControlSocket socket = new ControlSocket(launch.socket());
    long deadline = System.nanoTime() + GUARD.toNanos();
    while (guard.isPresent() && !said(guard.get(), log.since(before))) {
      boolean alive = socket.look().state() == ControlSocket.State.LIVE;
      if (!alive || System.nanoTime() > deadline) {
        return said(guard.get(), log.since(before));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private static boolean said(Guard guard, String text) {
    return text.lines().anyMatch(line -> line.strip().equals(guard.proof()));
  }

  private static Cause cause(Finished finished, String said, Duration limit) {
    if (finished.status() == Finished.TIMED_OUT) {
      // ConnectTimeout has ended every ssh by then that was not greeted.
      return new Cause(
          FailureKind.TIMEOUT,
          "no login within " + limit.toSeconds() + " s; ssh was ended",
          NetworkSentences.STOOD_STILL);
    }
    return Classifier.classify(said + "\n" + finished.err());
  }

  /** ConnectTimeout covers TCP and the banner only; key exchange and login can hang for ever. */
  private static Duration limit(Connection connection) {
    return Duration.ofSeconds(3 * connection.health().timeout().toSeconds() + 15);
  }
}
