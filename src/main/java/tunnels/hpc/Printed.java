package tunnels.hpc;

import java.util.List;
import java.util.Optional;

/**
 * What a script on the login node printed: lines {@code NAME=VALUE} after {@code tunnels=NONCE}.
 * Nothing of it is trusted: lines with control characters are left out, long ones cut.
 */
record Printed(List<String> lines) {

  private static final int MOST_LINES = 200;
  private static final int LONGEST_LINE = 1000;

  /** Empty where the script's own first line is missing. */
  static Optional<Printed> of(String output, String nonce) {
    List<String> all = output.lines().map(Printed::withoutReturn).toList();
    int first = all.lastIndexOf("tunnels=" + nonce);
    if (first < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Printed(
            all.stream()
                .skip(first + 1L)
                .limit(MOST_LINES)
                .filter(Printed::shows)
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                .toList()));
  }

  List<String> all(String name) {
    String start = name + "=";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  /** Empty also where it was printed twice. */
  Optional<String> one(String name) {
    List<String> values = all(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static boolean shows(String line) {
    return line.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }
}
