package tunnels.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Below {@code target/faults}: a line for each round, and what it all came to. */
final class Report {

  private final Path file;
  private final Map<String, Integer> faults = new TreeMap<>();
  private Duration longest = Duration.ZERO;
  private int rounds;

  Report(long seed) throws IOException {
    file = Files.createDirectories(Path.of("target", "faults")).resolve("seed-" + seed + ".txt");
    Files.deleteIfExists(file);
  }

  void survived(int round, String fault, String what, Duration took) {
    rounds = round;
    faults.merge(fault, 1, Integer::sum);
    longest = took.compareTo(longest) > 0 ? took : longest;
    write("%d: %s, %d ms".formatted(round, what, took.toMillis()));
  }

  /** What a process uses now, as /proc tells. */
  void weigh(String when, long pid) throws IOException {
    Path proc = Path.of("/proc/" + pid);
    if (!Files.isDirectory(proc)) {
      return;
    }
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"));
        Stream<String> lines = Files.lines(proc.resolve("status"))) {
      String memory =
          lines
              .filter(line -> line.matches("(VmRSS|Threads):.*"))
              .map(line -> line.replaceAll("\\s+", " "))
              .toList()
              .toString();
      write("%s: %d descriptors, %s".formatted(when, descriptors.count(), memory));
    }
  }

  /** In one line. */
  String summary() {
    String text =
        "%d rounds, each survived, the longest in %d ms: %s"
            .formatted(rounds, longest.toMillis(), faults);
    write(text);
    return text;
  }

  Path file() {
    return file;
  }

  void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
