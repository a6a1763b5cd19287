package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.profile.Endpoint;
import tunnels.profile.Job;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;

/** A job in one line. */
class JobTextTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final JobServer SERVER =
      new JobServer(
          "c1",
          new Endpoint.Unix("/tmp/s"),
          1,
          "2",
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Test
  void says_where_a_server_is_once() {
    assertThat(JobText.line(job(JobRecord.State.READY, "runs on c1", Optional.of(SERVER))))
        .isEqualTo("job 4711 on c1");
    assertThat(JobText.line(job(JobRecord.State.READY, "no answer", Optional.of(SERVER))))
        .isEqualTo("job 4711 on c1 (no answer)");
  }

  @Test
  void says_why_a_job_ended_once() {
    Following ended = job(JobRecord.State.ENDED, "it failed", Optional.empty());
    assertThat(JobText.line(status(ended, "it failed"))).contains("job 4711 (ended)");
    assertThat(JobText.line(status(ended, "no login"))).contains("job 4711 (it failed)");
  }

  private static Following job(JobRecord.State state, String words, Optional<JobServer> server) {
    return new Following(
        "hpc",
        Path.of("/p/web.toml"),
        Job.OnDown.CANCEL,
        new JobRecord(
            "0".repeat(32),
            Optional.of("4711"),
            state,
            words,
            Optional.empty(),
            Optional.empty(),
            server,
            List.of(),
            Optional.empty()),
        NOON,
        Optional.empty(),
        Optional.empty());
  }

  private static TunnelStatus status(Following job, String failure) {
    return new TunnelStatus(
        "web",
        Wanted.UP,
        Phase.HELD,
        Optional.of("hpc"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.of(new Failure(FailureKind.CLOSED, failure, "up", NOON)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(job));
  }
}
