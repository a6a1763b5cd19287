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

  /** Prints what {@link #parse} reads. */
  static final String SCRIPT =
      "echo \"session=$PPID:$(cut -d' ' -f22 /proc/$PPID/stat 2>/dev/null)"
          + ":$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)\"\n";

  private static final Pattern PRINTED =
      Pattern.compile("^session=(\\d{1,9}):(\\d*):([0-9a-f-]*)$", Pattern.MULTILINE);

  /** A login shell may print anything before and after. */
  static Optional<Session> parse(String output) {
    Matcher matcher = PRINTED.matcher(output.replace("\r", ""));
    return matcher.find()
        ? Optional.of(
            new Session(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
