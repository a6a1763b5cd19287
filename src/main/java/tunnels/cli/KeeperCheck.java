package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tunnels.openssh.Finding;
import tunnels.process.Processes;
import tunnels.report.Age;
import tunnels.state.StateDirectory;

/**
 * Whether anything brings wanted tunnels back: a supervisor that runs, or a line in the crontab
 * that did run.
 */
final class KeeperCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** No comment, and no variable of the crontab (crontab(5)). */
  private static final Pattern RUNS =
      Pattern.compile("^\\s*(?!#)(?![A-Za-z_]\\w*\\s*=).*[\\s'\"]keepalive\\b");

  private final Processes processes;
  private final StateDirectory store;

  KeeperCheck(Processes processes, StateDirectory store) {
    this.processes = processes;
    this.store = store;
  }

  Finding finding(Instant now) throws IOException {
    if (store.supervision().isTaken()) {
      String process = store.supervision().pid().map(pid -> ", as process " + pid).orElse("");
      return Finding.ok("keeper", "supervise runs" + process);
    }
    if (cron()) {
      return ofCron(now);
    }
    return Finding.warn(
        "keeper",
        "tunnels are wanted up, and nothing that is known here brings them back: no supervise runs,"
            + " and your crontab has no keepalive",
        "tunnels install cron");
  }

  /** A crontab does nothing where no cron runs: in many containers, for one. */
  private Finding ofCron(Instant now) throws IOException {
    Optional<Instant> last = store.supervision().lastCron();
    String passed =
        last.map(at -> "made its last pass " + Age.between(at, now) + " ago")
            .orElse("has made no pass yet (one that you type is none of cron's)");
    String said = "keepalive is in the crontab, and " + passed;
    if (store.supervision().cronPassedLately(now)) {
      return Finding.ok("keeper", said);
    }
    return Finding.warn(
        "keeper",
        said,
        "if none comes within a minute: cron does not run here (start it), or that line fails");
  }

  private boolean cron() {
    return processes
        .run(List.of("crontab", "-l"), "", LIMIT)
        .out()
        .lines()
        .anyMatch(line -> RUNS.matcher(line).find());
  }
}
