package tunnels.service;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forwards of ssh and autossh commands in a crontab or a systemd unit, for what listens where
 * one of ours is to listen. Nothing of it is run; what only a shell could tell is passed over.
 */
public final class OtherTunnels {

  /**
   * @param flag of ssh: L, R or D
   * @param listen a port, or the path of a Unix socket
   * @param line the command
   */
  public record Listener(char flag, String listen, String line) {}

  private static final Pattern RUNS = Pattern.compile("(^|[\\s/;&|(=\"'])(auto)?ssh\\s");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\R\\s*");

  /** A flag, alone or behind others in a word, and its value in the same word or in the next. */
  private static final Pattern FORWARD =
      Pattern.compile("(?<=\\s)-[A-Za-z0-9]*?([LRD])\\s*[\"']?([^\\s\"']+)");

  private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*\\]");

  private OtherTunnels() {}

  public static List<Listener> in(String text) {
    List<Listener> found = new ArrayList<>();
    for (String line : CONTINUED.matcher(text).replaceAll(" ").split("\\R")) {
      String command = line.strip();
      boolean comment = command.startsWith("#") || command.startsWith(";");
      if (!comment && RUNS.matcher(command).find()) {
        Matcher forward = FORWARD.matcher(command);
        while (forward.find()) {
          char flag = forward.group(1).charAt(0);
          found.add(new Listener(flag, listen(forward.group(2)), command));
        }
      }
    }
    return found;
  }

  /** The port is the first field of a forward or, after an address, the second. */
  static String listen(String spec) {
    if (spec.startsWith("/")) {
      return spec.split(":", 2)[0];
    }
    String[] fields = BRACKETS.matcher(spec).replaceAll("address").split(":");
    return fields.length > 1 && !isPort(fields[0]) ? fields[1] : fields[0];
  }

  private static boolean isPort(String field) {
    return field.matches("\\d+");
  }
}
