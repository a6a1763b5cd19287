package tunnels.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is asked for; {@code make bench} passes it on as system properties.
 *
 * @param rows the groups' names; none means all
 * @param runs of what takes about a second
 * @param full also what takes long
 * @param javas further homes of Java to install with
 */
record Options(List<String> rows, int runs, boolean full, List<Path> javas) {

  private static final int RUNS = 10;

  static Options given() {
    return new Options(
        words("rows").toList(),
        words("runs").findFirst().map(Integer::valueOf).orElse(RUNS),
        words("full").findFirst().isPresent(),
        words("javas").map(Path::of).toList());
  }

  boolean asksFor(Group group) {
    return rows.isEmpty() || rows.contains(group.name());
  }

  /** Runs of what takes some seconds. */
  int fewRuns() {
    return Math.max(1, full ? runs : runs / 3);
  }

  /** Runs of what takes a minute. */
  int slowRuns() {
    return Math.max(1, full ? runs : runs / 10);
  }

  private static Stream<String> words(String name) {
    String text = System.getProperty("bench." + name, "");
    return Arrays.stream(text.split("[, ]+")).filter(word -> !word.isEmpty());
  }
}
