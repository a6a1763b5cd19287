package tunnels.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import tunnels.files.RegularFile;

/**
 * The whole lines of a part of a file. A last one that is still being written is left for the next
 * time, unless it is longer than any that ssh writes.
 *
 * @param before bytes of a first line of which the beginning is not in the part
 * @param end the position after the last line
 */
record WholeLines(long before, List<String> lines, long end) {

  private static final int LONGEST = 8 * 1024;

  /** What Java reads in place of bytes that are no UTF-8: how many they were is not known then. */
  private static final char REPLACEMENT = '\uFFFD';

  /**
   * @param cut whether the part may begin within a line
   */
  static WholeLines of(RegularFile.Part part, boolean cut) {
    String text = part.text();
    int first = cut ? text.indexOf('\n') + 1 : 0;
    int last = text.lastIndexOf('\n') + 1;
    String rest = text.substring(Math.max(first, last));
    boolean whole = rest.length() > LONGEST || rest.indexOf(REPLACEMENT) >= 0;
    String lines = whole ? text.substring(first) : text.substring(first, Math.max(first, last));
    long end = whole ? part.end() : part.end() - bytes(rest);
    return new WholeLines(bytes(text.substring(0, first)), lines.lines().toList(), end);
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
