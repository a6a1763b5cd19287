package tunnels.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tunnels.process.Finished;
import tunnels.process.Processes;

/**
 * A program of the service manager's, with the words that it always has: {@code systemctl --user}.
 */
final class SystemCommand {

  private static final Duration LIMIT = Duration.ofMinutes(4); // a start waits until it is ready

  private final Processes processes;
  private final List<String> command;

  SystemCommand(Processes processes, List<String> command) {
    this.processes = processes;
    this.command = List.copyOf(command);
  }

  void run(String... words) throws Refusal {
    Finished finished = attempt(words);
    if (finished.status() == Finished.NOT_STARTED) {
      throw new Refusal("there is no " + command.get(0) + " here; --dry-run prints the file");
    }
    if (!finished.ok()) {
      String said = finished.err().strip();
      throw new Refusal("`" + String.join(" ", vector(words)) + "` failed: " + said);
    }
  }

  /** Where it does not matter whether it succeeds. */
  Finished attempt(String... words) {
    return processes.run(vector(words), "", LIMIT);
  }

  void quietly(String... words) {
    var unused = attempt(words);
  }

  private List<String> vector(String... words) {
    List<String> vector = new ArrayList<>(command);
    vector.addAll(List.of(words));
    return vector;
  }
}
