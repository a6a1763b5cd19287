package tunnels.openssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.profile.Destination;

/**
 * Runs a small POSIX script on the far side, over a master. The login shell there, whichever it is,
 * sees the words {@code exec sh} only; the script goes in by stdin.
 */
public final class RemoteShell {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private final Processes processes;

  RemoteShell(Processes processes) {
    this.processes = processes;
  }

  Finished run(ControlSocket master, Destination host, String script, Duration limit) {
    return processes.run(command(master, host), script, limit);
  }

  /** The argument vector; the script goes to its stdin. */
  static List<String> command(ControlSocket master, Destination host) {
    List<String> command = new ArrayList<>(client(master));
    command.addAll(List.of("--", host.text(), "exec sh"));
    return command;
  }

  /**
   * An ssh that does something over a master, up to its destination. The user's config is not read
   * again: a RemoteCommand there would be an error, LocalForward lines would be opened on our
   * master. Should the master be gone, ssh must not log in by itself.
   */
  public static List<String> client(ControlSocket master) {
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
        "BatchMode=yes");
  }

  /** As {@link #quote}, but for what needs no quotes. */
  public static String word(String text) {
    return isPlain(text) ? text : quote(text);
  }

  /** Whether every shell reads this as itself. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  /** A word of a POSIX shell that stands for exactly this text. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
