package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Finding;
import tunnels.process.Processes;
import tunnels.state.Supervision;

/**
 * Whether anything brings wanted tunnels back: a supervisor that runs, or a line in the crontab.
 */
final class KeeperCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;
  private final Supervision supervision;

  KeeperCheck(Processes processes, Supervision supervision) {
    this.processes = processes;
    this.supervision = supervision;
  }

  Finding finding() throws IOException {
    Optional<Long> pid = supervision.pid();
    if (pid.isPresent()) {
      return Finding.ok("keeper", "supervise runs, as process " + pid.get());
    }
    if (cron()) {
      return Finding.ok("keeper", "keepalive is in the crontab");
    }
    return Finding.warn(
        "keeper",
        "tunnels are wanted up, and nothing that is known here brings them back: no supervise runs,"
            + " and your crontab has no keepalive",
        "tunnels install cron");
  }

  private boolean cron() {
    return processes
        .run(List.of("crontab", "-l"), "", LIMIT)
        .out()
        .lines()
        .anyMatch(line -> !line.startsWith("#") && line.contains("keepalive"));
  }
}
