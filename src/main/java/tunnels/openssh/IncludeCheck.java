package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tunnels.process.Processes;

/** Asks ssh whether it takes a file that another includes; connects nowhere. */
final class IncludeCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;

  IncludeCheck(Processes processes) {
    this.processes = processes;
  }

  /** Whether ssh ends because of the file's owner or permissions; readconf.c, 7.6 to 10.x. */
  boolean refused(Path file) {
    List<String> command = List.of("ssh", "-G", "-F", "/dev/stdin", "--", "localhost");
    return processes
        .run(command, ClientConfig.include(file) + "\n", LIMIT)
        .err()
        .contains("Bad owner or permissions on ");
  }
}
