package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/** What earlier masters of a connection left on the far side, removed over its living master. */
final class RemoteLeftovers {

  /**
   * Removes the socket {@code $1}, unless the system knows of somebody who has it: a server that
   * forbids channels to Unix sockets refuses them all alike (seen with 9.2), whether somebody
   * listens or not. It may come to run when the connection is gone and another one listens there:
   * where the system does not tell who has it, it stays then.
   */
  static final String REMOVE =
      RemoteShell.decode("p", 1)
          + """
          d=${p%/*};
          if [ -S "$p" ]; then
            if [ -r /proc/net/unix ]; then
              grep -Fq -- " $p" /proc/net/unix && say used;
            else
              [ $PPID -gt 1 ] || say late;
            fi;
            rm -f -- "$p" 2>/dev/null;
            [ -S "$p" ] && say stuck;
            say removed;
          fi;
          { [ -e "$p" ] || [ -h "$p" ]; } && say file;
          [ -d "${d:-/}" ] || say folder;
          say none
          """;

  private static final Duration HASTY = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Who does not refuse within so many times what a refusal takes is there. */
  private static final int REFUSALS = 10;

  private static final Duration HASTE = Duration.ofMillis(500);

  private final RemoteShell shell;
  private final ControlSocket socket;
  private final Destination host;
  private final boolean remoteCommands;
  private final List<Session> earlier;
  private Optional<RemoteAnswer> late = Optional.empty();
  private Optional<Cause> account = Optional.empty();

  RemoteLeftovers(
      Processes processes,
      ControlSocket socket,
      Destination host,
      boolean remoteCommands,
      List<Session> earlier) {
    this.shell = new RemoteShell(processes);
    this.socket = socket;
    this.host = host;
    this.remoteCommands = remoteCommands;
    this.earlier = List.copyOf(earlier);
  }

  /**
   * Removes a socket on which nobody listens; no sshd ever does.
   *
   * @return what was, or stays, in the way
   */
  RemoteObstacle removeFile(String path, Duration limit) throws IOException {
    RoundTrip probe = new RoundTrip(socket, Path.of(socket.path() + ".p"));
    Optional<Duration> refusal = probe.measure(ANSWER);
    if (refusal.isEmpty()) {
      return RemoteObstacle.unknown(false);
    }
    if (probe.listens(path, refusal.get().multipliedBy(REFUSALS).plus(HASTE))) {
      return RemoteObstacle.listening(path, host.host());
    }
    if (!remoteCommands) {
      return RemoteObstacle.unseen(path, host.host());
    }
    RemoteAnswer answer = ask(limit, REMOVE, RemoteShell.encode(path));
    return RemoteObstacle.ofFile(answer, path, host.host());
  }

  /**
   * Ends what an earlier session of this connection left running: where the link was lost without a
   * goodbye, it holds our ports until the server's ClientAlive fires, by default for ever. Only a
   * process that is the very one which was remembered is ended.
   *
   * @return what was, or may be, in the way
   */
  RemoteObstacle endDeadSessions(Duration limit) {
    if (!remoteCommands) {
      return RemoteObstacle.unknown(false);
    }
    if (earlier.isEmpty()) {
      return RemoteObstacle.unknown(ask(HASTY, "say here").late());
    }
    RemoteAnswer answer = ask(limit, Session.END_SCRIPT, Session.arguments(earlier));
    if (answer.said().isEmpty()) {
      return RemoteObstacle.ofSession(answer, host.host());
    }
    return answer.said().get().equals("ended")
        ? RemoteObstacle.removed()
        : RemoteObstacle.unknown(false);
  }

  /** One login shell that does not come to our command is enough. */
  private RemoteAnswer ask(Duration limit, String script, String... arguments) {
    if (late.isPresent()) {
      return late.get();
    }
    RemoteAnswer answer = shell.ask(socket, host, limit, script, arguments);
    late = Optional.of(answer).filter(RemoteAnswer::late);
    account = Classifier.account(answer.printed());
    return answer;
  }

  /**
   * What the account's state made sshd say in place of our command: a server that demands another
   * password lets one in, and refuses all that is asked for.
   */
  Optional<Cause> account() {
    return account;
  }
}
