package tunnels.hpc;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words for a shell on the far side, none of which it evaluates. */
final class FarShell {

  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern JOB_ID = Pattern.compile("[1-9][0-9]{0,9}");

  private FarShell() {}

  /** A word of a POSIX shell that stands for exactly this text. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** A line that sets a variable of the script that follows. */
  static String set(String variable, String value) {
    return variable + "=" + quote(value) + "\n";
  }

  /**
   * One line that runs a script, whatever the login shell is: csh ends a word at a line break, fish
   * takes two backslashes for one, and csh a {@code !} for the history unless a space follows (seen
   * with tcsh 6.24 and {@code -c}).
   *
   * @param script lines each of which ends where a shell lets a space follow, as in {@code ;}
   * @param arguments {@code $1} and so on of the script
   */
  static String command(String script, String... arguments) {
    String words =
        Arrays.stream(arguments).map(word -> " " + quote(word)).collect(Collectors.joining());
    String line = script.strip().replaceAll("\\n *", " ");
    if (line.matches(".*(['\\\\]|!(?! )).*")) {
      throw new IllegalArgumentException("not for every login shell: " + line);
    }
    return "exec sh -c " + quote(line) + (words.isEmpty() ? "" : " tunnels" + words);
  }

  static String nonce(String nonce) {
    return matching(NONCE, nonce);
  }

  static String jobId(String id) {
    return matching(JOB_ID, id);
  }

  static String matching(Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not of the form " + form);
    }
    return text;
  }
}
