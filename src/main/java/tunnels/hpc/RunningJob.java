package tunnels.hpc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobRecord.State;
import tunnels.supervise.JobServer;

/** A job that runs: whether its server is known to listen, and how safely. */
final class RunningJob {

  private static final Duration SOON = Duration.ofMinutes(30);
  private static final Pattern LISTED = Pattern.compile("(\\S{10})\\S? +\\d+ +(\\d+) .*");

  private final JobRecord before;
  private final Printed printed;
  private final QueueLine job;
  private final Instant now;

  RunningJob(JobRecord before, Printed printed, QueueLine job, Instant now) {
    this.before = before;
    this.printed = printed;
    this.job = job;
    this.now = now;
  }

  JobRecord record(String id) {
    List<String> lines = printed.all("connection");
    Optional<ConnectionFile> file =
        Optional.of(lines).filter(all -> !all.isEmpty()).flatMap(ConnectionFile::parse);
    Optional<JobServer> server =
        file.filter(there -> directory() != Directory.OPEN)
            .filter(there -> there.of(before.nonce(), id, job.restarts()))
            .filter(there -> job.node().filter(there::on).isPresent())
            .flatMap(ConnectionFile::server);
    return new JobRecord(
        before.nonce(),
        Optional.of(id),
        server.isPresent() ? State.READY : State.STARTING,
        words(lines, file, server),
        Optional.empty(),
        job.ends(),
        server,
        remarks(server, file),
        Optional.of(now));
  }

  private String words(
      List<String> lines, Optional<ConnectionFile> file, Optional<JobServer> server) {
    if (server.isPresent()) {
      return "runs on " + server.get().node();
    }
    String where = job.node().map(node -> "runs on " + node + ", ").orElse("");
    if (directory() == Directory.OPEN) {
      return where + "but others can write to its directory on the login node";
    }
    if (!lines.isEmpty() && file.isEmpty()) {
      return where + "but its connection file cannot be read";
    }
    return where + file.flatMap(ConnectionFile::fault).orElse("and its server does not listen yet");
  }

  private List<String> remarks(Optional<JobServer> server, Optional<ConnectionFile> file) {
    List<String> remarks = new ArrayList<>();
    boolean port = server.filter(s -> s.listens() instanceof Endpoint.Tcp).isPresent();
    if (job.shared()) {
      remarks.add(
          "the node may be shared: sbatch --exclusive was not asked for"
              + (port ? ", and every user there can reach the server's port" : ""));
    }
    if (directory() != Directory.PRIVATE) {
      remarks.add("the job's directory ~/.tunnels/" + before.nonce() + " is open to others");
    }
    if (server.isPresent()
        && file.flatMap(ConnectionFile::mode).filter(RunningJob::open).isPresent()) {
      remarks.add("the server's socket is open to others");
    }
    job.ends()
        .map(end -> Duration.between(now, end))
        .filter(left -> left.compareTo(SOON) < 0)
        .ifPresent(left -> remarks.add("its time limit is over in " + minutes(left)));
    return remarks;
  }

  private static String minutes(Duration left) {
    return Math.max(0, left.toMinutes()) + " min";
  }

  private static boolean open(String mode) {
    return !mode.substring(4, 10).equals("------");
  }

  private enum Directory {
    PRIVATE,
    /** Others see what is in it. */
    READABLE,
    /** Others may have written what is in it, or nothing is known of it. */
    OPEN
  }

  private Directory directory() {
    Matcher listed = LISTED.matcher(printed.one("directory").orElse(""));
    if (!listed.matches() || !printed.one("uid").equals(Optional.of(listed.group(2)))) {
      return Directory.OPEN;
    }
    String mode = listed.group(1);
    if (!mode.startsWith("d") || mode.charAt(5) == 'w' || mode.charAt(8) == 'w') {
      return Directory.OPEN;
    }
    // A directory's group may be handed on (S); nobody of it can enter.
    return mode.substring(4).replace('S', '-').equals("------")
        ? Directory.PRIVATE
        : Directory.READABLE;
  }
}
