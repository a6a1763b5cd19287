package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that look at a job, end it, and list those that are left, in real shells. */
class LookTest {

  private static final Optional<String> UNKNOWN = Optional.empty();
  private static final String LINE = "RUNNING|c1|0|NO|2026-01-31T12:00:00|N/A|0|(null)|None";

  @TempDir private Path dir;
  private FarSide far;

  @BeforeEach
  void cluster() {
    far = new FarSide(dir);
    far.slurm();
    far.run("sh", LoginScripts.submit(FarSide.NONCE, List.of(), "#!/bin/sh\n", Optional.empty()));
    far.write("line", LINE + "\n");
    far.write("state", "RUNNING\n");
  }

  @AfterEach
  void nothingStays() {
    far.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void tells_all_that_there_is(String shell) {
    FarSide.write(far.directory().resolve("connection"), "nonce=1\nport=2");
    Printed printed = poll(shell, UNKNOWN);
    assertThat(printed.one("id")).contains("42");
    assertThat(printed.one("squeue.status")).contains("0");
    assertThat(printed.all("squeue")).containsExactly(LINE);
    assertThat(printed.all("connection")).containsExactly("nonce=1", "port=2");
    assertThat(printed.one("directory").orElseThrow()).startsWith("drwx------");
    assertThat(printed.one("uid")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void finds_the_job_by_its_comment(String shell) throws IOException {
    Files.delete(far.directory().resolve("jobid"));
    assertThat(poll(shell, UNKNOWN).one("id")).contains("42");
    far.write("queue", "42|tunnels:ffffffffffffffffffffffffffffffff\n");
    Files.delete(far.directory().resolve("jobid"));
    assertThat(poll(shell, UNKNOWN).one("none")).contains("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void asks_the_accounting_of_a_job_that_was_purged(String shell) {
    far.write("squeue.fails", "slurm_load_jobs error: Invalid job id specified\n");
    far.write("sacct", "42|TIMEOUT|0:0\n");
    FarSide.write(far.directory().resolve("output"), "one\ntwo\nthree\nfour\n");
    Printed printed = poll(shell, Optional.of("42"));
    assertThat(printed.one("squeue.status")).contains("1");
    assertThat(printed.all("sacct")).containsExactly("42|TIMEOUT|0:0");
    assertThat(printed.all("output")).containsExactly("two", "three", "four");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void does_not_follow_a_link_and_reads_only_so_much(String shell) throws IOException {
    Path connection = far.directory().resolve("connection");
    Files.createSymbolicLink(connection, Path.of("/etc/passwd"));
    assertThat(poll(shell, UNKNOWN).all("connection")).isEmpty();
    Files.delete(connection);
    FarSide.write(connection, "x".repeat(1_000_000));
    assertThat(out(shell, LoginScripts.poll(FarSide.NONCE, UNKNOWN))).hasSizeLessThan(6_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void ends_a_job_and_leaves_nothing(String shell) {
    String output = end(shell, true);
    assertThat(output).endsWith("\nended=yes\n");
    assertThat(JobView.stays(FarSide.NONCE, output)).isEmpty();
    assertThat(far.read("scancel.arguments")).isEqualTo("42\n");
    assertThat(far.home().resolve(".tunnels")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void keeps_a_job_that_is_not_over(String shell) {
    String output = end(shell, false);
    assertThat(JobView.stays(FarSide.NONCE, output)).contains("job 42: RUNNING ");
    assertThat(far.directory()).exists();
    far.write("state", "COMPLETED\n");
    assertThat(end(shell, false)).endsWith("\nended=yes\n");
    assertThat(far.file("scancel.arguments")).doesNotExist();
    assertThat(far.directory()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void does_not_forget_a_job_of_which_nobody_knows(String shell) {
    far.write("squeue.fails", "slurm_load_jobs error: Unable to contact slurm controller\n");
    assertThat(JobView.stays(FarSide.NONCE, end(shell, true)).orElseThrow())
        .contains("Unable to contact slurm controller");
    assertThat(far.directory()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void does_not_cancel_a_job_that_took_the_id(String shell) {
    far.write("queue", "42|tunnels:ffffffffffffffffffffffffffffffff\n");
    assertThat(end(shell, true)).endsWith("\nended=yes\n");
    assertThat(far.file("scancel.arguments")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"dash, yes", "bash, yes"})
  void removes_no_directory_that_is_not_ours(String shell, String answer) throws IOException {
    Path elsewhere = Files.createDirectory(far.file("elsewhere"));
    FarSide.write(elsewhere.resolve("precious"), answer);
    assertThat(end(shell, true)).contains("ended=" + answer);
    Files.createDirectories(far.directory().getParent());
    FarSide.Perms.set(far.directory().getParent(), "rwx------");
    Files.createSymbolicLink(far.directory(), elsewhere);
    assertThat(end(shell, true)).endsWith("\nended=no\n");
    assertThat(elsewhere.resolve("precious")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void lists_what_is_left(String shell) throws IOException {
    Path other = far.directory().resolveSibling("f".repeat(32));
    Files.createDirectory(other);
    Files.createDirectory(far.directory().resolveSibling("something else"));
    List<LeftJob> left = LeftJob.list(out(shell, LoginScripts.leftovers()));
    assertThat(left).extracting(LeftJob::nonce).containsExactly(FarSide.NONCE, "f".repeat(32));
    assertThat(left).extracting(LeftJob::id).containsExactly(Optional.of("42"), UNKNOWN);
    assertThat(left).allMatch(job -> job.age().toMinutes() < 10);
  }

  private Printed poll(String shell, Optional<String> id) {
    String output = out(shell, LoginScripts.poll(FarSide.NONCE, id));
    return Printed.of(output, FarSide.NONCE).orElseThrow();
  }

  private String end(String shell, boolean cancel) {
    return out(shell, LoginScripts.end(FarSide.NONCE, UNKNOWN, cancel));
  }

  private String out(String shell, String script) {
    return far.run(shell, script);
  }
}
