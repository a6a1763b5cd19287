package tunnels.openssh;

import java.time.Duration;
import java.util.List;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/**
 * Runs a small POSIX script on the far side, over a master. The login shell there, whichever it is,
 * sees the words {@code exec sh} only; the script goes in by stdin.
 */
final class RemoteShell {

  private final Processes processes;

  RemoteShell(Processes processes) {
    this.processes = processes;
  }

  Finished run(ControlSocket master, Destination host, String script, Duration limit) {
    return processes.run(command(master, host), script, limit);
  }

  /**
   * The user's config is not read again: a RemoteCommand there would be an error, LocalForward
   * lines would be opened on our master. Should the master be gone, ssh must not log in by itself.
   */
  static List<String> command(ControlSocket master, Destination host) {
    return List.of(
        "ssh",
        "-F",
        "none",
        "-S",
        master.path().toString(),
        "-a",
        "-x",
        "-T",
        "-o",
        "ProxyCommand=false",
        "-o",
        "BatchMode=yes",
        "--",
        host.text(),
        "exec sh");
  }

  /** A word of a POSIX shell that stands for exactly this text. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
