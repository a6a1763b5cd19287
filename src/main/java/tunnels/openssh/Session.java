package tunnels.openssh;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's process that holds our remote listeners, remembered so that a later start can tell
 * whether it still lives.
 *
 * @param started field 22 of its /proc/PID/stat, empty where the server has none
 * @param boot the server's boot id, empty where it has none
 */
public record Session(long pid, String started, String boot) {

  /** Prints what {@link #parse} reads, without a process more than its shell. */
  static final String SCRIPT =
      """
      stat= boot=
      { read -r stat </proc/$PPID/stat; read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
      set -- ${stat##*)}
      echo "session=$PPID:${20}:$boot"
      """;

  private static final Pattern PRINTED =
      Pattern.compile("^session=(\\d{1,9}):(\\d*):([0-9a-f-]*)$", Pattern.MULTILINE);

  /**
   * Ends the process, if it is still the one that was remembered, an sshd, and not the session that
   * runs this; succeeds once it is gone. One that is stopped, or stuck, heeds SIGKILL alone.
   */
  String endScript() {
    return """
        p=%d
        [ "$p" != "$PPID" ] || exit 1
        [ "$(cat /proc/sys/kernel/random/boot_id)" = %s ] || exit 1
        [ "$(cut -d' ' -f22 /proc/$p/stat)" = %s ] || exit 1
        case $(cat /proc/$p/comm) in sshd*) kill $p ;; *) exit 1 ;; esac
        i=0
        while [ -d /proc/$p ] && [ $i -lt 30 ]; do
          [ $i != 10 ] || kill -9 $p
          sleep 0.1
          i=$((i + 1))
        done
        [ ! -d /proc/$p ]
        """
        .formatted(pid, RemoteShell.quote(boot), RemoteShell.quote(started));
  }

  /** A login shell may print anything before and after. */
  static Optional<Session> parse(String output) {
    Matcher matcher = PRINTED.matcher(output.replace("\r", ""));
    return matcher.find()
        ? Optional.of(
            new Session(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
