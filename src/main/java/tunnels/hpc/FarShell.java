package tunnels.hpc;

import java.util.regex.Pattern;
import tunnels.openssh.RemoteShell;

/** Words for a shell on the far side, none of which it evaluates. */
final class FarShell {

  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern JOB_ID = Pattern.compile("[1-9][0-9]{0,9}");

  private FarShell() {}

  /** A word of a POSIX shell that stands for exactly this text. */
  static String quote(String text) {
    return RemoteShell.quote(text);
  }

  /** A line that sets a variable of the script that follows. */
  static String set(String variable, String value) {
    return variable + "=" + quote(value) + "\n";
  }

  /** As {@link RemoteShell#line}. */
  static String command(String script, String... arguments) {
    return RemoteShell.line(script, arguments);
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
