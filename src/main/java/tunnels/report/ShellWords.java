package tunnels.report;

import java.util.List;
import java.util.stream.Collectors;

/** An argument vector as a POSIX shell takes it, for people to read and to paste. */
public final class ShellWords {

  private ShellWords() {}

  public static String of(List<String> command) {
    return command.stream().map(ShellWords::word).collect(Collectors.joining(" "));
  }

  /** One word; quoted only where a shell would read it otherwise. */
  public static String word(String text) {
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
