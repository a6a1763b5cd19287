package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Way;

/** A job, for people. */
public final class JobText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private static final Duration SOON = Duration.ofMinutes(30);

  private static final String ENDED = "ended";

  private JobText() {}

  /** {@code job 4711 (waits for Resources), expected to start 2026-01-31 12:00}. */
  public static String line(Following following) {
    return line(following, following.job().words());
  }

  /** The same, where the failure that is told beside it may say why the job ended. */
  static Optional<String> line(TunnelStatus tunnel) {
    return tunnel.job().map(job -> line(job, unsaid(job.job(), tunnel.failure())));
  }

  private static String unsaid(JobRecord job, Optional<Failure> failure) {
    boolean told = failure.filter(f -> f.message().equals(job.words())).isPresent();
    return told ? ENDED : job.words();
  }

  private static String line(Following following, String words) {
    JobRecord job = following.job();
    StringBuilder line = new StringBuilder("job");
    job.id().ifPresent(id -> line.append(' ').append(id));
    job.server().map(JobServer::node).ifPresent(node -> line.append(" on ").append(node));
    following.way().map(JobText::way).ifPresent(line::append);
    Optional<String> known = job.server().map(server -> "runs on " + server.node());
    if (job.id().isEmpty() && (words.isEmpty() || words.equals(ENDED))) {
      line.append(" (not submitted)");
    } else if (!words.isEmpty() && !known.equals(Optional.of(words))) {
      line.append(" (").append(words).append(')');
    }
    at(job.starts()).ifPresent(when -> line.append(", expected to start ").append(when));
    at(job.ends()).ifPresent(when -> line.append(", ends ").append(when));
    return line.toString();
  }

  /** That a job runs into its time limit soon; empty otherwise. */
  public static Optional<String> ending(Following following, Instant now) {
    JobRecord job = following.job();
    String which = job.id().map(id -> "job " + id).orElse("its job");
    return at(job.ends().filter(end -> end.isAfter(now) && end.isBefore(now.plus(SOON))))
        .map(when -> "the time limit of " + which + " is over at " + when);
  }

  /** What does not hold of a safe set-up, and which ways were tried in vain. */
  public static List<String> remarks(Following following) {
    List<String> remarks = new ArrayList<>();
    following.way().stream()
        .flatMap(way -> way.ruledOut().stream())
        .forEach(words -> remarks.add("not by " + words));
    following.job().remarks().forEach(remark -> remarks.add("note: " + remark));
    return remarks;
  }

  private static String way(Way way) {
    boolean open = way.link().isPresent() || way.hop().isPresent();
    return open ? ", by " + way.kind().word() : "";
  }

  private static Optional<String> at(Optional<Instant> time) {
    return time.map(at -> TIME.format(at.atZone(ZoneId.systemDefault())));
  }
}
