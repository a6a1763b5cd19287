package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            + gate
            + "; do sleep 0.05; done; echo key; while test -e "
            + gate
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
            + told
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
