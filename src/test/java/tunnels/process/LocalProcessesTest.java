package tunnels.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.ProcessTable;

@Timeout(30)
class LocalProcessesTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path dir;
  private final LocalProcesses processes = new LocalProcesses();

  @Test
  void give_input_and_collect_output_and_status() {
    Finished finished = processes.run(List.of("sh"), "cat; echo no >&2; exit 3\nhere\u00e4", LIMIT);
    assertThat(finished).isEqualTo(new Finished(3, "", "no\n"));
    assertThat(processes.run(List.of("cat"), "a\u00e4\n", LIMIT))
        .isEqualTo(new Finished(0, "a\u00e4\n", ""));
  }

  @Test
  void do_not_wait_for_what_a_command_leaves_behind_once_it_says_that_it_is_done() {
    Signs signs = new Signs("begun", LIMIT, "done");
    String script = "sleep 600 & echo motdbegun; echo text; echo bedone; wait";
    Finished finished = processes.run(List.of("sh", "-c", script), "", signs, LIMIT);
    assertThat(finished).isEqualTo(new Finished(0, "motdbegun\ntext\nbedone\n", ""));
  }

  @Test
  void end_a_command_that_does_not_begin_in_time_and_keep_what_it_said() {
    Signs signs = new Signs("begun", SHORT, "done");
    Finished finished =
        processes.run(List.of("sh", "-c", "echo motd; exec sleep 600"), "", signs, LIMIT);
    assertThat(finished).isEqualTo(new Finished(Finished.TIMED_OUT, "motd\n", ""));
    assertThat(processes.run(List.of("sh", "-c", "exit 3"), "", signs, LIMIT).status())
        .isEqualTo(3);
  }

  @Test
  void keep_the_beginning_and_the_end_of_megabytes() {
    String script = "echo first; head -c 3000000 /dev/zero; echo; echo last";
    String out = processes.run(List.of("sh", "-c", script), "", LIMIT).out();
    assertThat(out).startsWith("first\n").endsWith("\nlast\n").hasSizeLessThan(600_000);
  }

  @Test
  void leave_a_command_to_itself_and_what_it_prints_in_a_file() throws Exception {
    Path output = dir.resolve("output");
    List<String> command = List.of("sh", "-c", "read x; echo got $x; read y; sleep 600");
    assertThat(processes.leave(command, "a\n", output, 8192)).isTrue();
    await().until(() -> Files.exists(output) && Files.readString(output).equals("got a\n"));
    List<Long> left = processes.withArgument("read x; echo got $x; read y; sleep 600");
    assertThat(left).hasSize(1);
    left.forEach(pid -> processes.signal(pid, true));
    assertThat(processes.leave(List.of("yes"), "", output, 8192)).isTrue();
    await().until(() -> processes.withArgument("yes").isEmpty());
    assertThat(output.toFile().length()).isLessThanOrEqualTo(8192);
  }

  @Test
  void put_no_shell_between() {
    assertThat(processes.run(List.of("echo", "$HOME; id", "a  b"), "", LIMIT).out())
        .isEqualTo("$HOME; id a  b\n");
  }

  @Test
  void tell_a_missing_program_from_one_that_failed() {
    Finished finished = processes.run(List.of("/nonexistent/program"), "", LIMIT);
    assertThat(finished.status()).isEqualTo(Finished.NOT_STARTED);
    assertThat(finished.err()).contains("/nonexistent/program");
    assertThat(
            processes.launch(
                List.of("/nonexistent/program"),
                Optional.empty(),
                dir.resolve("e"),
                Optional.empty()))
        .returns(Finished.NOT_STARTED, Finished::status);
  }

  @Test
  void end_a_command_that_takes_too_long_with_its_children() throws Exception {
    Path mark = Files.createFile(dir.resolve("mark"));
    List<String> command = List.of("sh", "-c", "sh -c 'tail -f " + mark + "; true' & wait");
    assertThat(processes.run(command, "", SHORT).status()).isEqualTo(Finished.TIMED_OUT);
    await().until(() -> ProcessTable.naming(mark.toString()).isEmpty());
    assertThat(
            processes
                .launch(command, Optional.empty(), dir.resolve("e"), Optional.of(SHORT))
                .status())
        .isEqualTo(Finished.TIMED_OUT);
    await().until(() -> ProcessTable.naming(mark.toString()).isEmpty());
  }

  @Test
  void return_from_a_launch_while_its_daemon_lives_on() throws Exception {
    Path err = Files.writeString(dir.resolve("err"), "before\n");
    Path daemon = Files.createFile(dir.resolve("daemon"));
    List<String> command =
        List.of("sh", "-c", "echo started >&2; tail -f " + daemon + " 2>/dev/null & echo $! >&2");
    assertThat(processes.launch(command, Optional.empty(), err, Optional.of(LIMIT)).ok()).isTrue();
    List<String> lines = Files.readAllLines(err);
    assertThat(lines).startsWith("before", "started");
    long pid = Long.parseLong(lines.get(2));
    assertThat(processes.lives(pid)).isTrue();
    assertThat(processes.withArgument(daemon.toString())).contains(pid);
    processes.signal(pid, true);
    await().until(() -> !processes.lives(pid));
    processes.signal(pid, false); // gone: no error
  }

  /** Java itself tells no arguments of such a process. */
  @Test
  void find_a_process_whose_command_line_is_longer_than_a_page() throws Exception {
    String mark = dir.resolve("long").toString();
    List<String> command = new ArrayList<>(List.of("sh", "-c", "read x", mark));
    for (int i = 0; i < 2000; i++) {
      command.add("word" + i);
    }
    Process process = new ProcessBuilder(command).start();
    try {
      await().until(() -> processes.withArgument(mark).contains(process.pid()));
      processes.signal(process.pid(), false);
      assertThat(process.waitFor()).isNotZero();
      assertThat(processes.withArgument(mark)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void find_a_process_that_a_command_killed_just_then_has_begun_to_start() throws Exception {
    Path helper = Files.copy(Path.of("/bin/sh").toRealPath(), dir.resolve("jspawnhelper"));
    String mark = dir.resolve("ssh").toString();
    String becomes = "read go; exec tail -f /dev/null '%s'/ssh".formatted(dir);
    Process process = new ProcessBuilder(helper.toString(), "-c", becomes).start();
    try {
      await().until(() -> process.info().command().equals(Optional.of(helper.toString())));
      List<Long> found = new CopyOnWriteArrayList<>();
      Thread seeker = new Thread(() -> found.addAll(processes.withArgument(mark)));
      seeker.start();
      await().until(() -> seeker.getState() == Thread.State.TIMED_WAITING || !seeker.isAlive());
      process.outputWriter().append("go\n").flush();
      seeker.join();
      assertThat(found).containsExactly(process.pid());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void take_a_dead_process_that_nobody_has_reaped_for_dead() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine());
      await().until(() -> !processes.lives(child));
      assertThat(processes.lives(parent.pid())).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }
}
