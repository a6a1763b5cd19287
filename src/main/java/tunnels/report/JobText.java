package tunnels.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.Way;

/** A job, for people. */
public final class JobText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private JobText() {}

  /** {@code job 4711 (waits for Resources), expected to start 2026-01-31 12:00}. */
  public static String line(Following following) {
    JobRecord job = following.job();
    StringBuilder line = new StringBuilder("job");
    job.id().ifPresent(id -> line.append(' ').append(id));
    job.server().map(JobServer::node).ifPresent(node -> line.append(" on ").append(node));
    following.way().map(JobText::way).ifPresent(line::append);
    if (!job.words().isEmpty()) {
      line.append(" (").append(job.words()).append(')');
    }
    at(job.starts()).ifPresent(when -> line.append(", expected to start ").append(when));
    at(job.ends()).ifPresent(when -> line.append(", ends ").append(when));
    return line.toString();
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
    return time.map(TIME::format);
  }
}
