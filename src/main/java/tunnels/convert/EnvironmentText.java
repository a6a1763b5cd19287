package tunnels.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/** The file of an EnvironmentFile= (systemd.exec(5)): a variable a line, quotes as in a shell. */
final class EnvironmentText {

  private EnvironmentText() {}

  static Map<String, String> variables(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (LogicalLine logical : LogicalLine.of(text)) {
      String line = logical.text().strip();
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
        variables.put(line.substring(0, equals).strip(), value(line.substring(equals + 1).strip()));
      }
    }
    return variables;
  }

  private static String value(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.endsWith(text.substring(0, 1));
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }
}
