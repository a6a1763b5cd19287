package tunnels.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** How large the terminal is, asked again when it has changed (SIGWINCH). */
final class TerminalSize {

  /** In characters. */
  record Size(int columns, int rows) {}

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
  private static final int LEAST = 2;

  private final Processes processes;
  private final Surroundings surroundings;
  private volatile boolean changed = true;
  private Size size = new Size(80, 24);

  TerminalSize(Processes processes, Surroundings surroundings) {
    this.processes = processes;
    this.surroundings = surroundings;
  }

  /** From any thread. */
  void changed() {
    changed = true;
  }

  Size now() {
    if (changed) {
      changed = false;
      size = asked().orElse(new Size(variable("COLUMNS", 80), variable("LINES", 24)));
    }
    return size;
  }

  /** By stty(1), whose standard input must be the terminal; 0 0 where nobody has set a size. */
  private Optional<Size> asked() {
    Finished stty = processes.run(List.of("sh", "-c", "stty size </dev/tty"), "", LIMIT);
    Matcher words = ROWS_AND_COLUMNS.matcher(stty.out().strip());
    if (!words.matches()) {
      return Optional.empty();
    }
    Size said = new Size(Integer.parseInt(words.group(2)), Integer.parseInt(words.group(1)));
    return Optional.of(said).filter(s -> s.columns() >= LEAST && s.rows() >= LEAST);
  }

  private int variable(String name, int otherwise) {
    return surroundings
        .variable(name)
        .filter(value -> value.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .filter(value -> value >= LEAST)
        .orElse(otherwise);
  }
}
