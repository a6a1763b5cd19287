package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.supervise.JobRecord;

/** The script that submits a job, in real shells. */
class SubmitTest {

  private static final String NASTY =
      "a b'c\"d $(touch $FAR/evaluated) `touch $FAR/evaluated`\n;*\\";
  private static final String JOBSCRIPT = "#!/bin/sh\necho '" + NASTY + "\n";

  @TempDir private Path dir;
  private FarSide far;

  @BeforeEach
  void cluster() {
    far = new FarSide(dir);
    far.slurm();
  }

  @AfterEach
  void nothingStays() {
    far.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void submits_with_everything_as_it_was_written(String shell) {
    assertThat(far.run(shell, submit(List.of("-p", NASTY, "--comment=mine"))))
        .isEqualTo("tunnels=" + FarSide.NONCE + "\nid=42\n");
    assertThat(far.read("sbatch.arguments"))
        .contains("<-p>\n<" + NASTY + ">\n<--comment=mine>\n")
        .endsWith(
            "<--output=%s/output>\n<--comment=tunnels:%s>\n<%1$s/job.sh>\n"
                .formatted(far.directory(), FarSide.NONCE));
    assertThat(far.directory().resolve("job.sh")).hasContent(JOBSCRIPT);
    assertThat(far.directory().resolve("authorized_keys")).hasContent("ssh-ed25519 AAAA\n");
    assertThat(far.file("evaluated")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void leaves_nothing_that_others_can_read(String shell) throws IOException {
    far.run(shell, submit(List.of()));
    assertThat(FarSide.Perms.get(far.directory())).isEqualTo("rwx------");
    assertThat(FarSide.Perms.get(far.directory().getParent())).isEqualTo("rwx------");
    try (var files = Files.list(far.directory())) {
      assertThat(files).allMatch(file -> FarSide.Perms.get(file).equals("rw-------"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void submits_once(String shell) throws IOException {
    far.run(shell, submit(List.of()));
    assertThat(far.run(shell, submit(List.of()))).endsWith("\nid=42\n");
    Files.delete(far.directory().resolve("jobid"));
    assertThat(far.run(shell, submit(List.of()))).endsWith("\nid=42\n");
    assertThat(far.directory().resolve("jobid")).hasContent("42\n");
    assertThat(jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void submits_once_wherever_it_is_killed(String shell) throws Exception {
    for (String name : List.of("mkdir", "ln", "squeue", "sbatch", "mv", "rm")) {
      killing(name);
    }
    int step = 0;
    boolean killed = true;
    while (killed) {
      step++;
      killed = killedAt(step, shell);
      assertThat(far.run(shell, submit(List.of()))).as("after step %d", step).endsWith("\nid=42\n");
      assertThat(jobs()).as("after step %d", step).hasSize(1);
      forget();
    }
    assertThat(step).isGreaterThan(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void does_not_submit_beside_an_sbatch_that_outlives_its_script(String shell) throws Exception {
    far.write("sbatch.waits", "");
    Process first = far.start(shell);
    far.feed(first, submit(List.of()));
    await().until(() -> Files.exists(far.file("sbatch.arguments")));
    first.destroyForcibly().waitFor();

    String output = far.run(shell, submit(List.of()));
    assertThat(output).endsWith("\nunsure=it is being submitted\n");
    Files.delete(far.file("sbatch.waits"));
    far.awaitNothingLeftOf(first);
    assertThat(far.run(shell, submit(List.of()))).endsWith("\nid=42\n");
    assertThat(jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void is_not_stopped_by_a_hangup(String shell) {
    far.write("sbatch.waits", "");
    Process first = far.start(shell);
    far.feed(first, submit(List.of()));
    await().until(() -> Files.exists(far.file("sbatch.arguments")));
    tunnels.fixture.ProcessTable.signal("HUP", first.pid());
    assertThat(far.file("sbatch.waits").toFile().delete()).isTrue();
    assertThat(far.out(first)).endsWith("\nid=42\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void says_what_sbatch_says(String shell) {
    far.write("sbatch.refuses", "sbatch: error: invalid partition\nspecified: \u001b[31mgpu\n");
    assertThat(far.run(shell, submit(List.of())))
        .endsWith(
            "\nfault=sbatch ended with status 1: "
                + "sbatch: error: invalid partition specified: [31mgpu\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void submits_nothing_while_the_queue_cannot_be_asked(String shell) {
    far.write("squeue.fails", "slurm_load_jobs error: Unable to contact slurm controller\n");
    assertThat(far.run(shell, submit(List.of())))
        .endsWith("\nunsure=squeue: slurm_load_jobs error: Unable to contact slurm controller\n");
    assertThat(far.file("sbatch.arguments")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void refuses_a_directory_that_others_can_enter(String shell) throws IOException {
    Path root = Files.createDirectory(far.home().resolve(".tunnels"));
    FarSide.Perms.set(root, "rwxr-x---");
    assertThat(far.run(shell, submit(List.of())))
        .contains("\nfault=" + root + " is not a directory");
    FarSide.Perms.set(root, "rwx------");
    Files.createSymbolicLink(far.directory(), Files.createDirectory(far.file("elsewhere")));
    assertThat(far.run(shell, submit(List.of())))
        .contains("\nfault=" + far.directory() + " is not a directory");
    assertThat(far.file("sbatch.arguments")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void does_nothing_when_it_did_not_arrive_whole(String shell) {
    String script = submit(List.of());
    for (int cut = 1; cut < 12; cut++) {
      far.run(shell, script.substring(0, script.length() * cut / 12));
    }
    far.run(shell, script.substring(0, script.length() - 2));
    assertThat(far.home().resolve(".tunnels")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "sbatch squeue scancel, sbatch squeue scancel",
    "squeue, squeue",
    "sbatch, sbatch",
  })
  void says_what_is_missing_of_slurm_and_leaves_nothing(String removed, String told)
      throws IOException {
    for (String name : removed.split(" ")) {
      Files.delete(far.file("bin").resolve(name));
    }
    String output = far.run("sh", submit(List.of()));
    JobRecord job =
        JobView.read(
            JobRecord.intended(FarSide.NONCE), output, Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(job.state()).isEqualTo(JobRecord.State.ENDED);
    assertThat(job.words()).startsWith("no " + told + " on the login node").contains("SLURM");
    assertThat(far.home().resolve(".tunnels")).doesNotExist();
    assertThat(far.run("sh", LoginScripts.end(FarSide.NONCE, Optional.empty(), true)))
        .endsWith("\nended=yes\n");
  }

  @Test
  void finds_slurm_where_only_a_login_shell_has_it() throws IOException {
    Path module = Files.createDirectory(far.file("module"));
    for (String name : List.of("sbatch", "squeue", "scancel")) {
      Files.move(far.file("bin").resolve(name), module.resolve(name));
    }
    far.set("SHELL", "/bin/bash");
    FarSide.write(
        far.home().resolve(".bash_profile"),
        "printf '\\033]0;x\\007'; PATH=$PATH:" + module + "\n");
    assertThat(far.run("sh", submit(List.of()))).endsWith("\nid=42\n");
  }

  @Test
  void a_job_that_may_have_been_submitted_is_not_forgotten_for_want_of_slurm() throws IOException {
    far.run("sh", submit(List.of()));
    Files.delete(far.directory().resolve("jobid"));
    Files.delete(far.file("bin").resolve("squeue"));
    assertThat(far.run("sh", LoginScripts.end(FarSide.NONCE, Optional.empty(), true)))
        .endsWith("\nended=no\n");
    assertThat(far.directory()).exists();
  }

  private static String submit(List<String> sbatch) {
    return LoginScripts.submit(FarSide.NONCE, sbatch, JOBSCRIPT, Optional.of("ssh-ed25519 AAAA"));
  }

  private List<String> jobs() {
    return far.read("queue").lines().toList();
  }

  /** Puts a program before the real one that ends the script when its turn has come. */
  private void killing(String name) {
    Path own = dir.resolve("bin").resolve(name);
    String real = Files.exists(own) ? "$FAR/bin/" + name + ".real" : "/usr/bin/" + name;
    if (Files.exists(own)) {
      assertThat(own.toFile().renameTo(new java.io.File(own + ".real"))).isTrue();
    }
    far.program(
        name,
        """
        echo >>"$FAR/steps"
        if [ "$(wc -l <"$FAR/steps")" -eq "$(cat "$FAR/kill.at" 2>/dev/null || echo 0)" ]; then
          rm "$FAR/kill.at"
          kill -9 "$(cat "$FAR/victim")"
        fi
        exec "%s" "$@"
        """
            .formatted(real));
  }

  private boolean killedAt(int step, String shell) {
    far.write("steps", "");
    far.write("kill.at", Integer.toString(step));
    Process victim = far.start(shell);
    far.write("victim", Long.toString(victim.pid()));
    far.feed(victim, submit(List.of()));
    far.awaitNothingLeftOf(victim);
    return !Files.exists(far.file("kill.at"));
  }

  private void forget() throws IOException {
    Files.deleteIfExists(far.file("kill.at"));
    Files.deleteIfExists(far.file("queue"));
    try (var files = Files.list(far.directory())) {
      files.forEach(file -> assertThat(file.toFile().delete()).isTrue());
    }
    Files.delete(far.directory());
  }
}
