package tunnels.openssh;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server's process that holds our remote listeners, remembered so that a later start can tell
 * whether it still lives.
 *
 * @param started field 22 of its /proc/PID/stat, empty where the server has none
 * @param boot the server's boot id, empty where it has none
 */
public record Session(long pid, String started, String boot) {

  /** kill(1) takes others for many processes, or all of them. */
  public Session {
    if (pid <= 1) {
      throw new IllegalArgumentException("no process of a session: " + pid);
    }
  }

  /**
   * {@code own} sets {@code u} to the sshd that the script runs under, which is not its parent
   * where a start-up file or a forced command put something between; {@code now} to the boot id.
   */
  private static final String OWN =
      """
      own() {
        u=$PPID; n=0; c=;
        while [ $n -lt 6 ] && [ "$u" -gt 1 ] && read -r c </proc/$u/comm; do
          case $c in sshd*) break;; esac;
          read -r s </proc/$u/stat || break;
          set -- ${s##*) };
          u=$2; n=$((n + 1));
        done;
        case $c in sshd*) ;; *) u=$PPID;; esac;
        now=; read -r now </proc/sys/kernel/random/boot_id;
      };
      began() { read -r s </proc/$1/stat && set -- ${s##*) } && t=${20}; };
      own 2>/dev/null;
      """;

  /** Prints what {@link #parse} reads, without a process more than its shell. */
  static final String SCRIPT =
      OWN
          + """
          t=; began $u 2>/dev/null;
          echo; echo "tunnels-""session=$u:$t:$now;"
          """;

  /**
   * Ends the first process of the arguments that is still the very one which was remembered, an
   * sshd, and not the session that runs this; says {@code ended} once it is gone. One that is
   * stopped, or stuck, heeds SIGKILL alone.
   */
  static final String END_SCRIPT =
      OWN
          + """
          end() {
            [ "$1" = "$u" ] && return 1;
            [ -n "$2" ] && [ "$now" = "$3" ] || return 1;
            t=; began $1 2>/dev/null; [ "$t" = "$2" ] || return 1;
            read -r c </proc/$1/comm || return 1;
            case $c in sshd*) kill $1;; *) return 1;; esac;
            i=0;
            while [ -d /proc/$1 ] && [ $i -lt 30 ]; do
              [ $i -ne 10 ] || kill -9 $1;
              sleep 0.1;
              i=$((i + 1));
            done;
            [ ! -d /proc/$1 ];
          };
          while [ $# -ge 3 ]; do end "$1" "$2" "$3" && say ended; shift 3; done;
          say none
          """;

  private static final Pattern PRINTED =
      Pattern.compile("tunnels-session=(\\d{1,9}):(\\d*):([0-9a-f-]*);");

  /** What {@link #END_SCRIPT} takes. */
  static String[] arguments(List<Session> sessions) {
    return sessions.stream()
        .flatMap(each -> Stream.of(Long.toString(each.pid), each.started, each.boot))
        .toArray(String[]::new);
  }

  /** A login shell may print anything before and after. */
  public static Optional<Session> parse(String output) {
    Matcher matcher = PRINTED.matcher(output);
    return matcher.find() && Long.parseLong(matcher.group(1)) > 1
        ? Optional.of(
            new Session(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
