package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.process.Finished;
import tunnels.process.PortOwner;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/** A master that answers, and what can be asked of it. It stays when we go. */
public final class Master {

  /**
   * Removes a socket, unless the system knows of somebody who has it: a server that forbids
   * channels to Unix sockets refuses them all alike (seen with 9.2), whether somebody listens or
   * not.
   */
  private static final String REMOVE =
      """
      p=%s
      [ -S "$p" ] || exit 1
      if [ -r /proc/net/unix ] && grep -Fq -- " $p" /proc/net/unix; then exit 1; fi
      rm -f -- "$p"
      """;

  /** The argument of -F by which an ssh of ours is known. */
  private static final Pattern OF_TUNNELS = Pattern.compile(".*/connections/([^/]+)/ssh_config");

  private static final Duration EXEC = Duration.ofSeconds(10);
  private static final Duration HASTY = Duration.ofSeconds(3);
  private static final int REFUSALS = 10;
  private static final Duration HASTE = Duration.ofMillis(500);

  private final Processes processes;
  private final ControlSocket socket;
  private final Destination host;
  private final boolean remoteCommands;
  private final List<Session> earlier;
  private final MasterLog log;
  private Optional<Cause> account = Optional.empty();
  private boolean told;

  /**
   * @param remoteCommands whether anything may be run on the far side
   * @param earlier sessions on the far side that earlier masters of the connection had
   * @param log the file that the master writes to
   */
  public Master(
      Processes processes,
      ControlSocket socket,
      Destination host,
      boolean remoteCommands,
      List<Session> earlier,
      Path log) {
    this.processes = processes;
    this.socket = socket;
    this.host = host;
    this.remoteCommands = remoteCommands;
    this.earlier = List.copyOf(earlier);
    this.log = new MasterLog(log);
  }

  /**
   * Opens a forward that is not there. What a dead one of ours left in its way is removed first.
   */
  public Opened open(MuxForward forward, int remembered) {
    try {
      return forward.remote() ? openRemote(forward, remembered) : openLocal(forward);
    } catch (IOException e) {
      return missing(FailureKind.CLOSED, "the master does not answer: " + e.getMessage());
    }
  }

  /**
   * Closes a forward, and removes the socket file that ssh leaves behind.
   *
   * @return false if there is such a file on the far side and it could not be removed
   */
  public boolean close(MuxForward forward) throws IOException {
    try (MuxConnection mux = socket.connect()) {
      mux.close(forward);
    }
    if (!forward.listensOnUnix()) {
      return true;
    }
    if (forward.remote()) {
      return removeRemoteFile(forward);
    }
    // What is still in the way is not ours, and stays.
    var unused = new UnixListener(forward.listenHost()).clear();
    return true;
  }

  /** How long the peer takes to answer; empty if it does not within the limit. */
  public Optional<Duration> roundTrip(Duration limit) throws IOException {
    return probe().measure(limit);
  }

  /**
   * Runs one small command on the far side: it tells which process there holds our listeners and,
   * on sshd up to 10.0, ends a stall of 40 ms per exchange, even where it fails.
   */
  public Optional<Session> session() {
    if (!remoteCommands) {
      return Optional.empty();
    }
    return Session.parse(shell(Session.SCRIPT).out());
  }

  /**
   * Runs a POSIX script on the far side.
   *
   * @param limit for all of it
   */
  public Finished run(String script, Duration limit) {
    return new RemoteShell(processes).run(socket, host, script, limit);
  }

  /** Where it listens for us. */
  public ControlSocket socket() {
    return socket;
  }

  public Destination host() {
    return host;
  }

  private Opened openLocal(MuxForward forward) throws IOException {
    long before = log.size();
    try (MuxConnection mux = socket.connect()) {
      mux.close(forward);
      if (forward.listensOnUnix()) {
        Optional<String> inTheWay = new UnixListener(forward.listenHost()).clear();
        if (inTheWay.isPresent()) {
          return new Opened.Missing(ForwardSentences.local(forward, inTheWay.get()));
        }
      }
      if (mux.open(forward) instanceof MuxReply.Refused refused) {
        return busy(forward, LaunchLog.reason(log.since(before)).orElse(refused.reason()));
      }
      Optional<String> half = LaunchLog.taken(log.since(before));
      if (half.isPresent()) {
        mux.close(forward);
        return busy(forward, half.get());
      }
      return new Opened.There(forward, 0);
    }
  }

  private Opened openRemote(MuxForward forward, int remembered) throws IOException {
    Opened opened = askRemote(forward, remembered);
    boolean freed =
        opened instanceof Opened.Missing
            && (forward.listensOnUnix() ? removeRemoteFile(forward) : endDeadSessions());
    return freed ? askRemote(forward, remembered) : opened;
  }

  /** Names who has the address, where that is a process of the same user. */
  private static Opened busy(MuxForward forward, String words) {
    Cause cause = ForwardSentences.local(forward, words);
    boolean anonymous = cause.kind() != FailureKind.LOCAL_BUSY || forward.listensOnUnix();
    String owner = anonymous ? "" : PortOwner.of(forward.listenPort()).map(Master::who).orElse("");
    return new Opened.Missing(cause.saying(words + owner));
  }

  private static String who(PortOwner owner) {
    return owner.command().stream()
        .map(OF_TUNNELS::matcher)
        .filter(Matcher::matches)
        .map(ours -> " (by the tunnel connection " + ours.group(1) + ")")
        .findFirst()
        .orElse(" (by " + owner + ")");
  }

  /**
   * Ends what an earlier session of this connection left running on the far side: where the link
   * was lost without a goodbye, it holds our ports until the server's ClientAlive fires, by default
   * for ever. Only a process that is the very one which was remembered is ended.
   */
  private boolean endDeadSessions() {
    return remoteCommands && earlier.stream().anyMatch(session -> shell(session.endScript()).ok());
  }

  private Opened askRemote(MuxForward forward, int remembered) throws IOException {
    try (MuxConnection mux = socket.connect()) {
      mux.close(forward);
      if (forward.picksPort() && remembered > 0) {
        MuxForward same = forward.onPort(remembered);
        if (mux.open(same) instanceof MuxReply.Ok) {
          return new Opened.There(same, remembered);
        }
      }
      MuxReply reply = mux.open(forward);
      if (reply instanceof MuxReply.Refused refused) {
        return new Opened.Missing(refused(forward, refused.reason()));
      }
      int port = reply instanceof MuxReply.RemotePort picked ? picked.port() : 0;
      return new Opened.There(forward, port);
    }
  }

  /** A server that demands another password lets one in, and refuses all that is asked for. */
  private Cause refused(MuxForward forward, String reason) {
    if (!remoteCommands || told) {
      return account.orElse(ForwardSentences.remote(forward, reason));
    }
    told = true;
    Finished nothing = run(":", HASTY);
    account = nothing.ok() ? Optional.empty() : Classifier.account(nothing.err() + nothing.out());
    return account.orElse(ForwardSentences.remote(forward, reason));
  }

  /** Removes a socket on the far side on which nobody listens; no sshd ever does. */
  private boolean removeRemoteFile(MuxForward forward) throws IOException {
    String path = forward.listenHost();
    if (!remoteCommands || listens(path)) {
      return false;
    }
    return shell(REMOVE.formatted(RemoteShell.quote(path))).ok();
  }

  /** Who does not refuse within many times what a refusal takes is there. */
  private boolean listens(String path) throws IOException {
    Optional<Duration> refusal = probe().measure(EXEC);
    return refusal.isEmpty()
        || probe().listens(path, refusal.get().multipliedBy(REFUSALS).plus(HASTE));
  }

  private Finished shell(String script) {
    return run(script, EXEC);
  }

  private RoundTrip probe() {
    return new RoundTrip(socket, Path.of(socket.path() + ".p"));
  }

  private static Opened missing(FailureKind kind, String words) {
    return new Opened.Missing(new Cause(kind, words));
  }
}
