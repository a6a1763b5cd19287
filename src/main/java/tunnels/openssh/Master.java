package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.process.PortOwner;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/** A master that answers, and what can be asked of it. It stays when we go. */
public final class Master {

  /** The argument of -F by which an ssh of ours is known. */
  private static final Pattern OF_TUNNELS = Pattern.compile(".*/connections/([^/]+)/ssh_config");

  /** How long a removal is waited for that no forward needs. */
  private static final Duration PARTING = Duration.ofSeconds(3);

  /** How much of what start-up files print is kept, with the answer after it. */
  public static final int MOST_SAID = 8_000_000;

  private final Processes processes;
  private final ControlSocket socket;
  private final Destination host;
  private final boolean remoteCommands;
  private final RemoteLeftovers leftovers;
  private final MasterLog log;

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
    this.leftovers = new RemoteLeftovers(processes, socket, host, remoteCommands, earlier);
    this.log = new MasterLog(log);
  }

  /**
   * Opens a forward that is not there. What a dead one of ours left in its way is removed first.
   *
   * @param clearing false: nothing is run on the far side for it
   */
  public Opened open(MuxForward forward, int remembered, boolean clearing) {
    try {
      return forward.remote() ? openRemote(forward, remembered, clearing) : openLocal(forward);
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
      return leftovers.removeFile(forward.listenHost(), PARTING).gone();
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
   * Has one small command run on the far side: it tells which process there holds our listeners
   * and, on sshd up to 10.0, ends a stall of 40 ms per exchange, even where it fails. Nothing waits
   * for the login shell.
   *
   * @param output where {@link Session#parse} will find the answer
   */
  public void askSession(Path output) {
    if (remoteCommands) {
      var unused =
          new RemoteShell(processes).leave(socket, host, Session.SCRIPT, output, MOST_SAID);
    }
  }

  /**
   * Runs a POSIX script on the far side.
   *
   * @param limit from when the login shell has come to it
   */
  public RemoteAnswer run(String script, Duration limit) {
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

  private Opened openRemote(MuxForward forward, int remembered, boolean clearing)
      throws IOException {
    Opened opened = askRemote(forward, remembered);
    if (!clearing || !(opened instanceof Opened.Missing missing)) {
      return opened;
    }
    RemoteObstacle obstacle =
        forward.listensOnUnix()
            ? leftovers.removeFile(forward.listenHost(), RemoteShell.PATIENCE)
            : leftovers.endDeadSessions(RemoteShell.PATIENCE);
    Opened again = obstacle.gone() ? askRemote(forward, remembered) : missing;
    return again instanceof Opened.Missing still
        ? leftovers
            .account()
            .map(Opened.Missing::new)
            .orElseGet(() -> obstacle.missing(still.cause()))
        : again;
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
        return new Opened.Missing(ForwardSentences.remote(forward, refused.reason()));
      }
      int port = reply instanceof MuxReply.RemotePort picked ? picked.port() : 0;
      return new Opened.There(forward, port);
    }
  }

  private RoundTrip probe() {
    return new RoundTrip(socket, Path.of(socket.path() + ".p"));
  }

  private static Opened missing(FailureKind kind, String words) {
    return new Opened.Missing(new Cause(kind, words));
  }
}
