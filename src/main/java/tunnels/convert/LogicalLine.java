package tunnels.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a file, with those that a backslash joins to it.
 *
 * @param number of the first, counted from 1
 */
record LogicalLine(int number, String text) {

  static List<LogicalLine> of(String text) {
    List<LogicalLine> lines = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    int number = 0;
    int first = 1;
    for (String line : text.lines().toList()) {
      number++;
      if (line.endsWith("\\") && !line.strip().startsWith("#")) {
        joined.append(line, 0, line.length() - 1).append(' ');
      } else {
        lines.add(new LogicalLine(first, joined + line));
        joined.setLength(0);
        first = number + 1;
      }
    }
    return joined.isEmpty() ? lines : added(lines, new LogicalLine(first, joined.toString()));
  }

  private static List<LogicalLine> added(List<LogicalLine> lines, LogicalLine last) {
    lines.add(last);
    return lines;
  }
}
