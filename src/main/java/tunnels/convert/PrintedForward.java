package tunnels.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two ends of a forward as {@code ssh -G} prints them: a space between, and none of the quotes
 * that a Unix path with a space had in the file (dump_cfg_forwards of readconf.c).
 */
final class PrintedForward {

  private static final Pattern TO_PORT = Pattern.compile("(.+) (\\[[^\\]]*\\]:-?\\d+)");
  private static final Pattern FROM_PORT = Pattern.compile("(\\d+|\\[[^\\]]*\\]:\\d+) (.+)");

  private PrintedForward() {}

  /**
   * The value with quotes where ssh_config(5) needs them.
   *
   * @param listens paths that this side listens at, which ssh -G prints for dynamic ones too
   * @return empty where it could be read in two ways
   */
  static Optional<String> quoted(String value, Collection<String> listens) {
    Matcher toPort = TO_PORT.matcher(value);
    if (toPort.matches()) {
      return Optional.of(quoted(toPort.group(1)) + " " + toPort.group(2));
    }
    Matcher fromPort = FROM_PORT.matcher(value);
    if (fromPort.matches()) {
      return Optional.of(fromPort.group(1) + " " + quoted(fromPort.group(2)));
    }
    List<String> readings = readings(value, listens);
    return readings.size() == 1 ? Optional.of(readings.get(0)) : Optional.empty();
  }

  /** Of one word, or of two paths. */
  private static List<String> readings(String value, Collection<String> listens) {
    List<String> all = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (int at = value.indexOf(" /"); at >= 0; at = value.indexOf(" /", at + 1)) {
      String listen = value.substring(0, at);
      String reading = quoted(listen) + " " + quoted(value.substring(at + 1));
      (listens.contains(listen) ? seen : all).add(reading);
    }
    if (seen.isEmpty() && all.isEmpty()) {
      all.add(quoted(value));
    }
    return seen.isEmpty() ? all : seen;
  }

  private static String quoted(String end) {
    return end.matches(".*[ \\t#].*") ? '"' + end + '"' : end;
  }
}
