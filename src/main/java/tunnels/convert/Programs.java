package tunnels.convert;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the programs are to an ssh that is named in their arguments. */
final class Programs {

  private static final String OWNER = "a tunnel belongs to who starts it";
  private static final String START = "tunnels starts ssh itself";
  private static final String BACKGROUND = "tunnels puts ssh into the background itself";

  /** Programs that start the command among their words, with what a person should know of it. */
  private static final Map<String, String> STARTERS =
      Map.ofEntries(
          Map.entry("command", ""),
          Map.entry("env", ""),
          Map.entry("eval", ""),
          Map.entry("exec", ""),
          Map.entry("nohup", ""),
          Map.entry("setsid", ""),
          Map.entry("caffeinate", START),
          Map.entry("chronic", START),
          Map.entry("chrt", START),
          Map.entry("daemon", BACKGROUND),
          Map.entry("daemonize", BACKGROUND),
          Map.entry("dbus-run-session", START),
          Map.entry("doas", OWNER),
          Map.entry("flock", "tunnels starts one ssh for a tunnel"),
          Map.entry("ionice", START),
          Map.entry("nice", START),
          Map.entry("post-up", START),
          Map.entry("pre-up", START),
          Map.entry("proxychains", START),
          Map.entry("proxychains4", START),
          Map.entry("run-one", "tunnels starts one ssh for a tunnel"),
          Map.entry("runuser", OWNER),
          Map.entry("screen", BACKGROUND),
          Map.entry("script", "see `tunnels logs`"),
          Map.entry("setpriv", OWNER),
          Map.entry("sshpass", "`up` asks for the password; to come back unattended, use a key"),
          Map.entry("start-stop-daemon", BACKGROUND),
          Map.entry("stdbuf", START),
          Map.entry("su", OWNER),
          Map.entry("sudo", OWNER),
          Map.entry("systemd-cat", "see `tunnels logs`"),
          Map.entry("systemd-run", BACKGROUND),
          Map.entry("taskset", START),
          Map.entry("time", START),
          Map.entry("timeout", "a tunnel is up until its `down`, or as `up --for` says"),
          Map.entry("tmux", BACKGROUND),
          Map.entry("torsocks", START),
          Map.entry("tsocks", START),
          Map.entry("unbuffer", START),
          Map.entry("up", START),
          Map.entry("watch", "tunnels tries again by itself"));

  /** Programs that take shell text as one word. */
  private static final Set<String> SHELLS =
      Set.of(
          "sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "csh", "tcsh", "busybox",
          "alias", "trap");

  /** Programs that name ssh and start no tunnel. */
  private static final Set<String> OTHERS =
      Set.of(
          "[",
          "[[",
          "apk",
          "apt",
          "apt-get",
          "awk",
          "brew",
          "cat",
          "cd",
          "chmod",
          "chown",
          "cp",
          "dnf",
          "dpkg",
          "echo",
          "egrep",
          "export",
          "fgrep",
          "git",
          "grep",
          "hash",
          "kill",
          "killall",
          "logger",
          "ls",
          "mkdir",
          "mv",
          "pgrep",
          "pidof",
          "pkill",
          "printf",
          "ps",
          "rc-service",
          "rm",
          "rpm",
          "rsync",
          "scp",
          "sed",
          "service",
          "sftp",
          "sleep",
          "sshfs",
          "ssh-add",
          "ssh-agent",
          "ssh-copy-id",
          "ssh-keygen",
          "ssh-keyscan",
          "ssh-tunnel",
          "systemctl",
          "tail",
          "tee",
          "test",
          "touch",
          "true",
          "type",
          "wait",
          "which",
          "yum");

  private Programs() {}

  /** The program of a command: what follows its variables. */
  static String first(List<String> words) {
    return words.stream().filter(word -> !ShellVariables.isAssignment(word)).findFirst().orElse("");
  }

  static String name(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  static boolean isSsh(String word) {
    String name = name(word);
    return name.equals("ssh") || name.equals("autossh");
  }

  static boolean isStarter(String word) {
    return STARTERS.containsKey(name(word));
  }

  /** What becomes of a program that only started ssh; empty if nobody needs to know. */
  static Optional<String> dropped(String word) {
    return Optional.ofNullable(STARTERS.get(name(word)))
        .filter(why -> !why.isEmpty())
        .map(why -> name(word) + ": dropped, " + why);
  }

  /** Whether its words may be whole commands. */
  static boolean readsCommands(String word) {
    return isStarter(word) || SHELLS.contains(name(word));
  }

  static boolean startsNoTunnel(String word) {
    return OTHERS.contains(name(word));
  }

  /** Whether a command could begin so, told from the user of a system's crontab. */
  static boolean isKnown(String word) {
    return isSsh(word)
        || readsCommands(word)
        || startsNoTunnel(word)
        || word.contains("/")
        || ShellVariables.isAssignment(word);
  }

  /** Whether ssh with an option stands in the words, as one of them or within quotes. */
  static boolean mentionsSsh(List<String> words) {
    List<String> all =
        words.stream().flatMap(word -> Stream.of(word.strip().split("\\s+"))).toList();
    return IntStream.range(1, all.size())
        .anyMatch(at -> isSsh(all.get(at - 1)) && all.get(at).startsWith("-"));
  }
}
