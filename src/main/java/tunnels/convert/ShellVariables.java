package tunnels.convert;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of a script that the script itself sets to plain text. */
final class ShellVariables {

  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");

  /** A value may hold others, and each of them twice. */
  private static final int LONGEST = 4096;

  /**
   * @param line where it is set, counted from 1
   */
  record Value(int line, String text) {}

  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  static boolean isAssignment(String word) {
    return ASSIGNMENT.matcher(word).matches();
  }

  /** Of {@code NAME=VALUE}. */
  static String value(String assignment) {
    return assignment.substring(assignment.indexOf('=') + 1);
  }

  /** One that only a shell could expand, or that is very long, is not known from here on. */
  void assign(ShellCommand.Word word, int line) {
    Matcher assignment = ASSIGNMENT.matcher(word.text());
    if (!assignment.matches()) {
      return;
    }
    String name = assignment.group(1);
    if (word.unreadable().isPresent() || word.text().length() > LONGEST) {
      values.remove(name);
    } else {
      values.put(name, new Value(line, assignment.group(2)));
      used.remove(name);
    }
  }

  Optional<String> get(String name) {
    used.add(name);
    return Optional.ofNullable(values.get(name)).map(Value::text);
  }

  /** Those that the script sets and then never names. */
  Map<String, Value> unused() {
    Map<String, Value> unused = new LinkedHashMap<>(values);
    unused.keySet().removeAll(used);
    return unused;
  }
}
