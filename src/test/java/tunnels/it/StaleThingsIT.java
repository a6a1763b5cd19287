package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What a dead ssh leaves lying about is removed; what only looks like it is not. */
@Timeout(60)
class StaleThingsIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private final Path here = bench.dir().resolve("here");
  private final Path there = bench.dir().resolve("there");

  @Test
  void the_sockets_of_a_dead_ssh_are_stepped_over_again_and_again() throws Exception {
    bench.tunnel("a", local(port, echo.port()), localSocket(), remoteSocket());
    bench.expect(0, "up", "a");
    for (int round = 0; round < 5; round++) {
      kill();
      assertThat(List.of(here, there)).allMatch(Files::exists).noneMatch(this::carries);
      bench.expect(0, "keepalive");
      assertThat(List.of(here, there)).allMatch(this::carries);
      assertThat(bench.sockets()).hasSize(1);
    }
  }

  @Test
  void a_master_whose_control_socket_was_removed_is_ended_and_replaced() throws Exception {
    bench.tunnel("a", local(port, echo.port()), localSocket(), remoteSocket());
    bench.expect(0, "up", "a");
    long lost = bench.pid("a");
    Files.delete(bench.sockets().get(0));
    bench.expect(0, "keepalive");
    assertThat(bench.masters()).containsExactly(bench.pid("a")).doesNotContain(lost);
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(List.of(here, there)).allMatch(this::carries);
    assertThat(bench.sockets()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keepalive", "down"})
  void a_control_socket_whose_record_was_lost_goes_with_the_next_command(String command)
      throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Path stale = bench.sockets().get(0);
    Files.delete(bench.machine().resolve("connections/a/record.json"));
    ProcessTable.signal("KILL", bench.masters().get(0));
    await().until(() -> bench.masters().isEmpty());
    if (command.equals("down")) {
      bench.expect(0, "down", "a");
    } else {
      bench.expect(0, "keepalive");
      assertThat(bench.phase("a")).isEqualTo("up");
    }
    assertThat(stale).doesNotExist();
  }

  // --- on this side

  @Test
  void a_regular_file_where_the_socket_was_stays() throws Exception {
    upAndKilled(localSocket());
    Files.delete(here);
    Files.writeString(here, "precious");
    assertThat(bench.expect(1, "keepalive").out())
        .startsWith("a: up -> degraded (local-busy: ")
        .contains("not a socket");
    assertSilent(bench.expect(1, "keepalive"));
    assertThat(here).content().isEqualTo("precious");
    assertThat(EchoServer.carries(port)).as("the other forward").isTrue();

    Files.delete(here);
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: degraded -> up\n");
    assertThat(carries(here)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  @Test
  void a_link_where_the_socket_was_stays_and_what_it_points_to() throws Exception {
    upAndKilled(localSocket());
    Path precious = bench.dir().resolve("precious");
    Files.writeString(precious, "precious");
    Files.delete(here);
    Files.createSymbolicLink(here, precious);
    bench.expect(1, "keepalive");
    bench.expect(0, "down", "a");
    assertThat(here).isSymbolicLink();
    assertThat(precious).content().isEqualTo("precious");
  }

  @Test
  void a_socket_where_somebody_else_listens_by_now_stays() throws Exception {
    upAndKilled(localSocket());
    Files.delete(here);
    try (EchoServer foreign = EchoServer.unix(here)) {
      assertThat(bench.expect(1, "keepalive").out())
          .startsWith("a: up -> degraded (local-busy: ")
          .contains("listens");
      assertSilent(bench.expect(1, "keepalive"));
      assertThat(EchoServer.carries(foreign.address())).isTrue();
    }
    bench.expect(0, "keepalive");
    assertThat(carries(here)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  // --- on the far side

  @Test
  void a_remote_socket_where_somebody_else_listens_by_now_stays() throws Exception {
    upAndKilled(remoteSocket());
    Files.delete(there);
    try (EchoServer foreign = EchoServer.unix(there)) {
      assertThat(bench.expect(1, "keepalive").out())
          .startsWith("a: up -> degraded (remote-refused: ");
      assertSilent(bench.expect(1, "keepalive"));
      assertThat(EchoServer.carries(foreign.address())).isTrue();
    }
    assertThat(there).as("left by the other").exists();
    bench.expect(0, "keepalive");
    assertThat(carries(there)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  @Test
  void a_remote_regular_file_where_the_socket_was_stays() throws Exception {
    upAndKilled(remoteSocket());
    Files.delete(there);
    Files.writeString(there, "precious");
    bench.expect(1, "keepalive");
    bench.expect(0, "down", "a");
    assertThat(there).content().isEqualTo("precious");
  }

  @Test
  void a_remote_socket_stays_where_nothing_may_be_run() throws Exception {
    bench.tunnelWith(
        "a", List.of("[ssh]", "remote_commands = false"), remoteSocket(), local(port, echo.port()));
    bench.expect(0, "up", "a");
    kill();
    assertThat(bench.expect(1, "keepalive").out())
        .startsWith("a: up -> degraded (remote-refused: ");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(there).exists();
    assertThat(bench.sshd().log()).doesNotContain("Starting session");
  }

  // --- small words

  private void upAndKilled(String socket) throws IOException {
    bench.tunnel("a", socket, local(port, echo.port()));
    bench.expect(0, "up", "a");
    kill();
  }

  /** Returns when the far side has seen the death too. */
  private void kill() {
    ProcessTable.signal("KILL", bench.pid("a"));
    await().until(() -> bench.masters().isEmpty() && !carries(there));
  }

  private String localSocket() {
    return "local = \"%s:localhost:%d\"".formatted(here, echo.port());
  }

  private String remoteSocket() {
    return "remote = \"%s:localhost:%d\"".formatted(there, echo.port());
  }

  private boolean carries(Path socket) {
    return EchoServer.carries(UnixDomainSocketAddress.of(socket));
  }

  private static void assertSilent(Run run) {
    assertThat(run.out() + run.err()).as("%s", run).isEmpty();
  }
}
