package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/** A tunnel that is up for exactly as long as somebody holds it. */
@Timeout(120)
class HoldIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void it_is_up_until_told_to_end_and_proven_down_then() throws Exception {
    tunnel();
    Launched holder = held("a");
    long master = bench.pid("a");
    assertThat(EchoServer.carries(port)).isTrue();

    ProcessTable.signal("KILL", master);
    await().atMost(SOON).until(() -> holder.out().matches("a: up\na: down \\(closed.*\na: up\n"));
    assertThat(bench.pid("a")).isNotEqualTo(master);
    assertThat(EchoServer.carries(port)).isTrue();

    holder.signal("TERM");
    assertThat(holder.expect(0).out()).endsWith("a: down\n");
    assertThat(bench.masters()).isEmpty();
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("down");
    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
  }

  @Test
  void other_passes_leave_it_up_and_nobody_holds_it_twice() throws Exception {
    tunnel();
    Launched holder = held("a");
    long master = bench.pid("a");

    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("up");
    assertThat(bench.expect(1, "hold", "a").err()).contains("a: another process holds it");
    assertThat(bench.pid("a")).isEqualTo(master);

    bench.expect(0, "down", "a");
    assertThat(holder.expect(1).err()).contains("a: another command wants it down");
    assertThat(bench.masters()).isEmpty();
  }

  /** As the file of a down is dated that was typed before the clock was set back. */
  @Test
  void a_down_of_before_counts_no_more_whatever_its_time() throws Exception {
    tunnel();
    bench.expect(0, "down", "a");
    Path down = bench.machine().resolve("wanted/a.down");
    Files.setLastModifiedTime(down, FileTime.from(Instant.now().plus(Duration.ofHours(1))));

    Launched holder = held("a");

    holder.signal("TERM");
    assertThat(holder.expect(0).err()).contains("a: told to end");
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("down");
  }

  @Test
  void what_a_killed_holder_leaves_is_taken_over_or_taken_down() throws Exception {
    tunnel();
    Launched first = held("a");
    long master = bench.pid("a");
    int logins = bench.sshd().logins();
    first.kill();
    assertThat(EchoServer.carries(port)).isTrue();

    Launched second = held("a");
    assertThat(bench.pid("a")).isEqualTo(master);
    assertThat(bench.sshd().logins()).isEqualTo(logins);
    second.kill();

    assertThat(bench.expect(0, "keepalive").out()).contains("a: up -> down");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void one_that_something_else_wants_up_is_not_held() throws Exception {
    tunnel();
    bench.expect(0, "up", "a");
    assertThat(bench.expect(2, "hold", "a").err())
        .contains("\"a\" is wanted up already", "`tunnels down a` first");
    assertThat(bench.expect(2, "hold", "a", "--within", "soon").err())
        .contains("--within: \"soon\" is no duration");
  }

  @Test
  void one_attempt_that_fails_is_the_end_with_the_word_of_its_kind() throws Exception {
    int busy = Ports.free();
    bench.tunnel("a", "remote = \"" + busy + ":localhost:" + echo.port() + "\"");
    try (EchoServer stranger = EchoServer.everywhere(busy)) {
      assertThat(bench.expect(1, "hold", "a").err()).contains("remote-refused");
    }
    assertThat(bench.masters()).isEmpty();

    tunnel();
    bench.sshd().stop();
    assertThat(bench.expect(1, "hold", "a").err()).contains("refused");
    bench.sshd().startAgain();
    Launched again = held("a"); // the wait that the failure left is not sat out
    again.signal("INT");
    again.expect(0);
  }

  @Test
  void a_server_that_never_answers_costs_no_more_than_the_time_given() throws Exception {
    TcpProxy proxy = bench.keep(TcpProxy.to("localhost", bench.sshd().port()));
    proxy.stall(true);
    bench.profile(
        "a",
        "host = \"fixture\"",
        "[[forward]]",
        local(port, echo.port()),
        "[ssh]",
        "options = [\"Port=" + proxy.port() + "\", \"HostKeyAlias=fixture\"]",
        "[health]",
        "timeout = \"60s\"");

    assertThat(bench.expect(1, "hold", "a", "--within", "2s").err())
        .contains("a: not up within 2 s");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void the_lock_commands_first_line_starts_it_and_its_end_ends_it() throws Exception {
    tunnel();
    Path gate = bench.dir().resolve("gate");
    String command =
        "until test -e "
            + quoted(gate)
            + "; do sleep 0.05; done; echo key; while test -e "
            + quoted(gate)
            + "; do sleep 0.05; done";
    Launched holder = bench.launch("hold", "a", "--lock-cmd", command);
    await().atMost(SOON).until(() -> bench.machine().resolve("wanted/a.hold").toFile().exists());
    assertThat(bench.masters()).isEmpty();

    Files.createFile(gate);
    await().atMost(SOON).until(() -> EchoServer.carries(port));
    Files.delete(gate);

    assertThat(holder.expect(1).err()).contains("a: the lock is lost");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void the_lock_command_ends_only_after_the_tunnel() throws Exception {
    tunnel();
    Path told = bench.dir().resolve("told");
    String command =
        "trap 'pgrep -f -- \"[-]S "
            + bench.machine()
            + "\" > "
            + quoted(told)
            + "; exit' TERM;"
            + " echo key; while :; do sleep 0.05; done";
    Launched holder = held("a", "--lock-cmd", command);

    holder.signal("TERM");
    holder.expect(0);
    assertThat(Files.readString(told)).isEmpty();
  }

  @Test
  void a_lock_command_that_ends_without_a_line_starts_nothing() throws Exception {
    tunnel();
    assertThat(bench.expect(1, "hold", "a", "--lock-cmd", "false").err())
        .contains("the lock command ended without a line");
    assertThat(bench.sshd().logins()).isZero();
  }

  // --- killed: the tunnel ends first, then the lock

  @Test
  void a_killed_holder_leaves_no_tunnel_and_then_no_lock() throws Exception {
    tunnel();
    Launched holder = held("a", "--lock-cmd", flock());
    holder.kill();
    assertThat(mastersOnceTheLockIsFree()).isEmpty();
    assertLockCommandIsGone();
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("down");
  }

  /** Before the watcher is there, while the lock is awaited, while ssh logs in, once it is up. */
  @Test
  void a_holder_that_is_killed_at_any_instant_leaves_neither() throws Exception {
    tunnel();
    for (int millis = 100; millis < 1300; millis += 150) {
      Launched holder = bench.launch("hold", "a", "--lock-cmd", flock());
      long end = System.nanoTime() + millis * 1_000_000L;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      holder.kill();
      assertThat(mastersOnceTheLockIsFree()).as("after %d ms", millis).isEmpty();
      assertLockCommandIsGone();
      assertThat(bench.expect(0, "keepalive").out()).doesNotContain("up");
    }
  }

  @Test
  void a_holder_that_is_killed_while_it_ends_leaves_neither() throws Exception {
    tunnel();
    Launched holder = held("a", "--lock-cmd", flock());
    holder.signal("TERM");
    holder.kill();
    assertThat(mastersOnceTheLockIsFree()).isEmpty();
    assertLockCommandIsGone();
  }

  @Test
  void a_holder_whose_watcher_is_killed_takes_the_tunnel_down_and_then_ends_the_lock()
      throws Exception {
    tunnel();
    Launched holder = held("a", "--lock-cmd", flock());
    ProcessTable.naming("tunnels-lock-watcher").stream()
        .filter(row -> parent(row.pid()) == holder.pid())
        .forEach(ProcessTable.Row::kill);
    assertThat(mastersOnceTheLockIsFree()).isEmpty();
    assertThat(holder.expect(1).err()).contains("a: the shell that watches the lock command");
    assertLockCommandIsGone();
  }

  @Test
  void a_lock_command_that_prints_on_and_on_outlives_its_holder_until_the_tunnel_is_down()
      throws Exception {
    tunnel();
    String chatty = "while :; do echo still; sleep 0.01; done";
    Launched holder =
        held("a", "--lock-cmd", "flock " + quoted(lockFile()) + " -c '" + chatty + "'");
    holder.kill();
    assertThat(mastersOnceTheLockIsFree()).isEmpty();
    assertLockCommandIsGone();
  }

  // --- beside other commands

  @Test
  void up_of_one_that_another_process_holds_is_refused_with_its_pid() throws Exception {
    tunnel();
    Launched holder = held("a");
    long master = bench.pid("a");
    assertThat(bench.expect(1, "up", "a").err())
        .contains("a: another process holds it (pid " + holder.pid() + ")", "kill " + holder.pid());
    assertThat(bench.pid("a")).isEqualTo(master);
    holder.signal("TERM");
    holder.expect(0);
    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
    bench.expect(0, "up", "a");
  }

  @Test
  void while_the_lock_is_awaited_nobody_brings_it_up() throws Exception {
    tunnel();
    held("a").kill(); // what it left says that it is wanted, if its process lives
    bench.expect(0, "keepalive");
    Launched holder = bench.launch("hold", "a", "--lock-cmd", "sleep 600");
    awaitReserved(holder);

    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
    for (String command : List.of("up", "restart")) {
      assertThat(bench.expect(1, command, "a").err()).contains("another process holds it");
    }
    assertThat(bench.expect(1, "hold", "a").err()).contains("another process holds it");
    assertThat(bench.masters()).isEmpty();
    assertThat(bench.machine().resolve("wanted/a.up")).doesNotExist();
    holder.signal("TERM");
    holder.expect(0);
  }

  @Test
  void one_that_is_asked_down_while_its_lock_is_awaited_stays_down() throws Exception {
    tunnel();
    bench.expect(0, "down", "a");
    Path gate = bench.dir().resolve("gate");
    String command = "until test -e " + quoted(gate) + "; do sleep 0.05; done; echo key; sleep 600";
    Launched holder = bench.launch("hold", "a", "--lock-cmd", command);
    awaitReserved(holder);
    bench.expect(0, "down", "a");
    Files.createFile(gate);
    assertThat(holder.expect(1).err()).contains("a: another command wants it down");
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void a_restart_leaves_the_wish_alone() throws Exception {
    tunnel();
    Launched holder = held("a");
    long master = bench.pid("a");
    bench.expect(0, "restart", "a");
    assertThat(bench.pid("a")).isNotEqualTo(master);
    assertThat(bench.machine().resolve("wanted/a.up")).doesNotExist();
    assertThat(holder.isAlive()).isTrue();

    holder.signal("TERM");
    holder.expect(0);
    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void another_connection_in_the_profile_is_taken_without_an_end() throws Exception {
    tunnel();
    Launched holder = held("a");
    long master = bench.pid("a");
    bench.tunnelWith("a", List.of("[ssh]", "connection = \"other\""), local(port, echo.port()));
    await().atMost(SOON).until(() -> bench.phase("a").equals("up") && bench.pid("a") != master);
    assertThat(holder.isAlive()).as(holder.err()).isTrue();
    assertThat(bench.masters()).hasSize(1);
    assertThat(EchoServer.carries(port)).isTrue();
    holder.signal("TERM");
    assertThat(holder.expect(0).out()).endsWith("a: down\n");
    assertThat(bench.masters()).isEmpty();
  }

  private void awaitReserved(Launched holder) {
    await()
        .atMost(SOON)
        .until(
            () ->
                Workbench.text(bench.machine().resolve("wanted/a.hold"))
                    .equals(holder.pid() + "\n"));
  }

  private Path lockFile() {
    return bench.dir().resolve("lock");
  }

  private String flock() {
    return "flock " + quoted(lockFile()) + " -c 'echo locked; sleep 600'";
  }

  /** As the next machine would find it, the moment it has the lock. */
  private String mastersOnceTheLockIsFree() throws Exception {
    String look = "pgrep -f -- '[-]S " + bench.machine() + "' || :";
    Process other =
        new ProcessBuilder("flock", "-w", "30", lockFile().toString(), "-c", look)
            .redirectErrorStream(true)
            .start();
    String seen = new String(other.getInputStream().readAllBytes(), UTF_8);
    assertThat(other.waitFor()).as("the lock is free; " + seen).isZero();
    return seen;
  }

  private void assertLockCommandIsGone() {
    await().atMost(SOON).until(() -> ProcessTable.naming(lockFile().toString()).isEmpty());
  }

  private static long parent(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(0L);
  }

  @Test
  void a_held_account_is_not_tried() throws Exception {
    tunnel();
    bench.profile("b", "host = \"nobody-at-all@fixture\"", "[[forward]]", local(port, echo.port()));
    bench.expect(4, "hold", "b");
    int tries = bench.sshd().connections();
    assertThat(bench.expect(4, "hold", "b").err()).contains("auth");
    assertThat(bench.sshd().connections()).isEqualTo(tries);
  }

  private void tunnel() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
  }

  private Launched held(String name, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("hold", name));
    command.addAll(List.of(more));
    Launched holder = bench.launch(command.toArray(String[]::new));
    await().atMost(SOON).until(() -> holder.out().contains(name + ": up"));
    return holder;
  }
}
