package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.openssh.RemoteAnswer;
import tunnels.process.Finished;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobRecord.State;
import tunnels.supervise.JobServer;

/** What is made of what SLURM 22.05 and the connection file say, and of what they never would. */
class JobViewTest {

  private static final String NONCE = FarSide.NONCE;
  private static final String OTHER = "f".repeat(32);
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final JobRecord BEFORE = JobRecord.intended(NONCE);
  private static final String RUNNING =
      "RUNNING|c1|0|NO|2026-01-31T11:00:00|2026-01-31T14:00:00|0|tunnels:" + NONCE + "|None";
  private static final String CONNECTION =
      """
      nonce=%s
      job=42
      node=c1
      restarts=0
      pid=4711
      started=99
      socket=/tmp/tunnels.x/s
      mode=srw-------
      token=secret
      sshd=/usr/sbin/sshd
      hostkey=ssh-ed25519 AAAA
      """
          .formatted(NONCE);

  @Test
  void a_login_shell_that_does_not_come_to_our_commands_is_counted_and_told() {
    RemoteAnswer silent =
        RemoteAnswer.none(new Finished(1, "", "no such shell\n"), Duration.ofSeconds(30));
    JobRecord once = JobView.read(BEFORE, silent, NOW);
    JobRecord twice = JobView.read(once, silent, NOW);
    assertThat(once.state()).isEqualTo(State.SUBMITTING);
    assertThat(once.words())
        .startsWith("our commands do not run on the login node")
        .contains("status 1: no such shell");
    assertThat(List.of(once.unanswered(), twice.unanswered())).containsExactly(1L, 2L);
    JobRecord heard = JobView.read(twice, "tunnels=" + NONCE + "\nid=42\n", NOW);
    assertThat(heard.unanswered()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|None; the scheduler has not looked at it yet (None)",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|Resources; waits for nodes to become free (Resources)",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|Licenses|x; Licenses|x",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|JobHeldUser;"
            + " never starts by itself: held by you: scontrol release it (JobHeldUser)",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|QOSMaxCpuPerJobLimit;"
            + " never starts by itself: QOSMaxCpuPerJobLimit",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|QOSMaxJobsPerUserLimit; QOSMaxJobsPerUserLimit",
        "PENDING|n/a|0|OK|N/A|N/A|0|(null)|BeginTime; its begin time has not come (BeginTime)",
        "PENDING|n/a|1|OK|N/A|N/A|0|(null)|BeginTime;"
            + " requeued, its restart is delayed (BeginTime)",
        "CONFIGURING|c1|0|OK|N/A|N/A|0|(null)|None; configuring",
        "SUSPENDED|c1|0|NO|N/A|N/A|0|(null)|None; suspended by the scheduler",
        "COMPLETING|c1|1|NO|N/A|N/A|0|(null)|None; is being requeued",
      })
  void a_job_that_waits(String line, String words) {
    JobRecord after = squeue(line);
    assertThat(after.state()).isEqualTo(State.PENDING);
    assertThat(after.words()).isEqualTo(words);
    assertThat(after.id()).contains("42");
    assertThat(after.seen()).contains(NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "COMPLETING|c1|0|NO|N/A|N/A|0|(null)|None; it is ending, its server is gone",
        "COMPLETED|c1|0|NO|N/A|N/A|0|(null)|None; its server ended by itself",
        "FAILED|c1|0|NO|N/A|N/A|768|(null)|NonZeroExitCode; it failed with exit status 3",
        "FAILED|c1|0|NO|N/A|N/A|9|(null)|NonZeroExitCode; it failed by signal 9",
        "TIMEOUT|c1|0|NO|N/A|N/A|0|(null)|TimeLimit; its time limit is over",
        "CANCELLED|c1|0|NO|N/A|N/A|0|(null)|None; it was cancelled",
        "NODE_FAIL|c1|0|NO|N/A|N/A|0|(null)|NodeDown; its node failed",
        "PREEMPTED|c1|0|NO|N/A|N/A|0|(null)|None; another job took its place",
        "OUT_OF_MEMORY|c1|0|NO|N/A|N/A|0|(null)|None;"
            + " it used more memory than it had asked for",
      })
  void a_job_that_is_over(String line, String words) {
    JobRecord after = squeue(line);
    assertThat(after.state()).isEqualTo(State.ENDED);
    assertThat(after.words()).isEqualTo(words);
    assertThat(after.server()).isEmpty();
  }

  @Test
  void when_it_is_expected_to_start() {
    JobRecord after = squeue("PENDING|n/a|0|OK|2026-01-31T15:00:00|N/A|0|(null)|Resources");
    assertThat(after.starts()).contains(Instant.parse("2026-01-31T15:00:00Z"));
  }

  @Test
  void a_failure_with_what_the_job_said_of_it() {
    String file = "nonce=%s\njob=42\nnode=c1\nrestarts=0\nfault=it listens everywhere\n";
    String output =
        polled("FAILED|c1|0|NO|N/A|N/A|256|(null)|None", file.formatted(NONCE))
            + "output=http://localhost/?token=abc123 \noutput=bye\noutput=tunnels: it listens\n";
    assertThat(JobView.read(BEFORE, output, NOW).words())
        .isEqualTo(
            "it failed with exit status 1: it listens everywhere;"
                + " its output ends: http://localhost/?token=...  / bye");
  }

  @Test
  void a_server_that_listens() {
    JobRecord after = read(RUNNING, CONNECTION);
    assertThat(after.state()).isEqualTo(State.READY);
    assertThat(after.words()).isEqualTo("runs on c1");
    assertThat(after.ends()).contains(Instant.parse("2026-01-31T14:00:00Z"));
    assertThat(after.remarks()).isEmpty();
    assertThat(after.server())
        .contains(
            new JobServer(
                "c1",
                new Endpoint.Unix("/tmp/tunnels.x/s"),
                4711,
                "99",
                0,
                Optional.of("secret"),
                Optional.of("/usr/sbin/sshd"),
                Optional.of("ssh-ed25519 AAAA")));
  }

  @Test
  void a_server_that_does_not_listen_yet() {
    JobRecord after = read(RUNNING, "");
    assertThat(after.state()).isEqualTo(State.STARTING);
    assertThat(after.words()).isEqualTo("runs on c1, and its server does not listen yet");
  }

  @ParameterizedTest
  @CsvSource({
    "nonce=0123456789abcdef0123456789abcdef, nonce=ffffffffffffffffffffffffffffffff",
    "job=42, job=43",
    "node=c1, node=c2",
    "restarts=0, restarts=1",
  })
  void a_file_of_another_run_is_not_taken(String value, String other) {
    JobRecord after = read(RUNNING, CONNECTION.replace(value, other));
    assertThat(after.state()).isEqualTo(State.STARTING);
    assertThat(after.server()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node=-oProxyCommand=id",
        "node=c1 c2",
        "node=c1;id",
        "pid=-1",
        "pid=0",
        "pid=99999999999",
        "started=x",
        "restarts=x",
        "port=22222",
        "port=99999",
        "port=80",
        "socket=relative/s",
        "socket=/tmp/it's/s",
        "socket=/tmp/$(id)/s",
        "socket=/tmp/a b/s",
        "socket=/tmp/a:b/s",
        "socket=/tmp/%h/s",
        "mode=x",
        "token=a b",
        "token=$(id)",
        "sshd=sshd",
        "sshd=/usr/sbin/sshd -o",
        "hostkey=ssh-ed25519",
        "hostkey=ssh-ed25519 AAAA from=*",
        "eval=id",
        "nothing at all",
        "",
      })
  void a_hostile_file_is_refused_whole(String line) {
    String name = line.substring(0, line.indexOf('=') + 1);
    String file =
        name.isEmpty() || !CONNECTION.contains("\n" + name)
            ? CONNECTION + line + "\n"
            : CONNECTION.replaceAll("\n" + name + ".*", "\n" + line.replace("$", "\\$"));
    JobRecord after = read(RUNNING, file);
    assertThat(after.state()).isEqualTo(State.STARTING);
    assertThat(after.server()).isEmpty();
  }

  @Test
  void a_line_twice_or_too_long_is_refused() {
    assertThat(read(RUNNING, CONNECTION + "pid=1\n").server()).isEmpty();
    assertThat(read(RUNNING, CONNECTION + "pid=4711\n").server()).isEmpty();
    String longPath = "/tmp/" + "x".repeat(200);
    assertThat(read(RUNNING, CONNECTION.replace("/tmp/tunnels.x/s", longPath)).server()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "drwx------ 2 1000, READY,",
    "drwx--S---. 2 1000, READY,",
    "drwx------+ 2 1000, READY,",
    "drwxr-x--- 2 1000, READY, open to others",
    "drwxrwx--- 2 1000, STARTING, open to others",
    "drwx------ 2 1001, STARTING, open to others",
    "lrwxrwxrwx 2 1000, STARTING, open to others",
    "rubbish, STARTING, open to others",
  })
  void the_directory(String listed, State state, String remark) {
    String output = polled(RUNNING, CONNECTION).replace("drwx------ 2 1000", listed);
    JobRecord after = JobView.read(BEFORE, output, NOW);
    assertThat(after.state()).isEqualTo(state);
    if (remark == null) {
      assertThat(after.remarks()).isEmpty();
    } else {
      assertThat(after.remarks()).anyMatch(said -> said.contains(remark));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OK, true",
    "YES, true",
    "TOPO, true",
    "MCS, true",
    "NO, false",
    "USER, false",
  })
  void a_node_that_others_may_use(String shared, boolean said) {
    String line = RUNNING.replace("|NO|", "|" + shared + "|");
    String port = CONNECTION.replaceAll("socket=.*\nmode=.*", "port=22222");
    assertThat(read(line, CONNECTION).remarks())
        .isEqualTo(
            said
                ? List.of("the node may be shared: sbatch --exclusive was not asked for")
                : List.of());
    assertThat(read(line, port).remarks())
        .isEqualTo(
            said
                ? List.of(
                    "the node may be shared: sbatch --exclusive was not asked for,"
                        + " and every user there can reach the server's port")
                : List.of());
  }

  @Test
  void what_else_is_to_be_remarked() {
    assertThat(read(RUNNING.replace("T14:00:00", "T12:12:30"), "").remarks())
        .containsExactly("its time limit is over in 12 min");
    assertThat(read(RUNNING, CONNECTION.replace("srw-------", "srwxr-xr-x")).remarks())
        .containsExactly("the server's socket is open to others");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; slurm_load_jobs error: Unable to contact slurm controller (connect failure);"
            + " the scheduler does not answer:"
            + " slurm_load_jobs error: Unable to contact slurm controller (connect failure)",
        "124; ''; the scheduler does not answer: squeue took too long",
        "127; env: 'squeue': No such file or directory;"
            + " env: 'squeue': No such file or directory",
        "0; what is this; what is this",
      })
  void a_scheduler_that_does_not_answer_changes_nothing(String status, String said, String words) {
    JobRecord ready = read(RUNNING, CONNECTION);
    JobRecord after =
        JobView.read(
            ready,
            "tunnels=%s\nid=42\nsqueue.status=%s\nsqueue=%s\n".formatted(NONCE, status, said),
            NOW.plusSeconds(60));
    assertThat(after).usingRecursiveComparison().ignoringFields("words").isEqualTo(ready);
    assertThat(after.words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; the scheduler no longer knows it",
        "42|TIMEOUT|0:0; its time limit is over",
        "42|CANCELLED by 1000|0:0; it was cancelled",
        "43|TIMEOUT|0:0; the scheduler no longer knows it",
      })
  void a_job_that_was_purged(String sacct, String words) {
    String start = "tunnels=" + NONCE + "\nid=42\nsqueue.status=";
    String end = "\nsacct=" + sacct + "\n";
    String invalid = "1\nsqueue=slurm_load_jobs error: Invalid job id specified";
    for (String squeue : List.of(invalid, "0\nsqueue=")) {
      JobRecord after = JobView.read(BEFORE, start + squeue + end, NOW);
      assertThat(after.state()).isEqualTo(State.ENDED);
      assertThat(after.words()).isEqualTo(words);
    }
  }

  @Test
  void a_job_that_took_the_id_is_not_ours() {
    assertThat(read(RUNNING.replace(NONCE, OTHER), CONNECTION).state()).isEqualTo(State.ENDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "id=42; PENDING; submitted",
        "fault=sbatch ended with status 1: invalid partition; ENDED;"
            + " sbatch ended with status 1: invalid partition",
        "fault=sbatch: error: Socket timed out on send/recv; SUBMITTING;"
            + " the scheduler does not answer: sbatch: error: Socket timed out on send/recv",
        "unsure=it is being submitted; SUBMITTING; it is being submitted",
        "none=yes; SUBMITTING; not submitted",
        "id=$(id); SUBMITTING; not submitted",
      })
  void what_submit_says(String line, State state, String words) {
    JobRecord after =
        JobView.read(BEFORE, "Welcome!\r\nid=1\r\ntunnels=" + NONCE + "\r\n" + line + "\r\n", NOW);
    assertThat(after.state()).isEqualTo(state);
    assertThat(after.words()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Welcome!\nid=42\n", "tunnels=ffffffffffffffffffffffffffffffff\nid=42"})
  void what_another_says_is_not_heard(String output) {
    JobRecord after = JobView.read(BEFORE, output, NOW);
    assertThat(after.id()).isEmpty();
    assertThat(after.state()).isEqualTo(State.SUBMITTING);
    assertThat(after.words()).isEqualTo("the login node did not answer as it should");
  }

  @Test
  void nothing_that_a_terminal_would_obey_gets_through() {
    assertThat(squeue("PENDING|n/a|0|OK|N/A|N/A|0|(null)|\u001b[2J").words())
        .doesNotContain("\u001b");
    assertThat(squeue("PENDING|n/a|0|OK|N/A|N/A|0|(null)|\u202eevil").words())
        .doesNotContain("\u202e");
    String huge = "PENDING|n/a|0|OK|N/A|N/A|0|(null)|" + "x".repeat(1_000_000);
    assertThat(squeue(huge).words()).hasSizeLessThan(1_000);
  }

  private static JobRecord squeue(String line) {
    return read(line, "");
  }

  private static JobRecord read(String line, String connection) {
    return JobView.read(BEFORE, polled(line, connection), NOW);
  }

  private static String polled(String line, String connection) {
    return "tunnels=%s\nid=42\nsqueue.status=0\nsqueue=%s\nuid=1000\n".formatted(NONCE, line)
        + "directory=drwx------ 2 1000 1000 4096 Jan 31 12:00 /home/me/.tunnels/x\n"
        + connection.lines().map(value -> "connection=" + value + "\n").reduce("", String::concat);
  }
}
