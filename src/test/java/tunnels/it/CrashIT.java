package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** Deaths and damage at the worst instants. */
@Timeout(90)
class CrashIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private final Path here = bench.dir().resolve("here");
  private final Path there = bench.dir().resolve("there");

  // --- our own death

  /** Milliseconds after the launch was recorded; a login on loopback takes about 150. */
  @ParameterizedTest
  @ValueSource(ints = {0, 15, 40, 70, 100, 130, 170, 250})
  void an_up_that_is_killed_is_mended_by_the_next(int milliseconds) throws Exception {
    withEveryListener();
    Launched up = bench.launch("up", "a");
    await().pollInterval(Duration.ofMillis(2)).until(() -> !up.isAlive() || launchIsRecorded());
    spin(milliseconds);
    up.kill();
    assertMendedByUp();
  }

  @Test
  void an_up_that_is_killed_before_ssh_runs_is_mended_by_the_next() throws Exception {
    withEveryListener();
    Launched up = bench.launch("up", "a");
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> !up.isAlive() || Files.exists(file("wanted/a.up")));
    up.kill();
    assertMendedByUp();
  }

  @Test
  void a_down_that_is_killed_is_mended_by_the_next() throws Exception {
    withEveryListener();
    for (int milliseconds : List.of(0, 10, 30)) {
      bench.expect(0, "up", "a");
      Launched down = bench.launch("down", "a");
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> !down.isAlive() || Files.exists(file("wanted/a.down")));
      spin(milliseconds);
      down.kill();
      bench.expect(0, "down", "a");
      bench.insistOnNothingLeft();
    }
  }

  /** In between, its master lives and has some of its forwards no more. */
  @Test
  void a_restart_that_is_killed_is_mended_by_the_next_keepalive() throws Exception {
    withEveryListener();
    for (int milliseconds : List.of(0, 2, 5)) {
      bench.expect(0, "up", "a");
      Launched restart = bench.launch("restart", "a");
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> !restart.isAlive() || !Files.exists(there));
      spin(milliseconds);
      restart.kill();
      bench.expect(0, "keepalive");
      assertThat(bench.masters()).containsExactly(bench.pid("a"));
      assertCarries();
    }
  }

  /** As it was told to by a command that did not live to see it: that is no failed start. */
  @Test
  void a_master_that_ends_after_its_restart_was_killed_is_replaced_at_once() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    long master = bench.pid("a");
    Launched restart = bench.launch("restart", "a");
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !restart.isAlive() || !Files.exists(there));
    restart.kill();
    ProcessTable.signal("KILL", master);
    await().until(() -> !ProcessTable.lives(master));
    bench.expect(0, "keepalive");
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertCarries();
  }

  private void assertMendedByUp() throws Exception {
    bench.expect(0, "up", "a");
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sockets()).hasSize(1);
    assertCarries();
    await().until(() -> ProcessTable.naming(bench.state() + "/").size() == 1);
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(List.of(here, there)).noneMatch(Files::exists);
    assertThat(EchoServer.carries(port)).isFalse();
  }

  private boolean launchIsRecorded() throws IOException {
    return Workbench.text(file("connections/a/record.json")).contains("\"socket\"");
  }

  private static void spin(int milliseconds) {
    long end = System.nanoTime() + milliseconds * 1_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  // --- the death of the master or of the server

  @Test
  void a_master_that_was_killed_is_replaced_and_nothing_piles_up() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    for (int round = 0; round < 3; round++) {
      ProcessTable.signal("KILL", bench.pid("a"));
      await().until(() -> bench.masters().isEmpty());
      assertThat(List.of(here, there)).allMatch(Files::exists);
      assertThat(bench.phase("a")).isNotEqualTo("up");
      bench.expect(3, "status", "a");
      bench.expect(0, "up", "a");
      assertCarries();
      assertThat(bench.sockets()).hasSize(1);
    }
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("up");
  }

  @Test
  void the_down_of_a_tunnel_whose_master_was_killed_cleans_up_what_it_can() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    ProcessTable.signal("KILL", bench.pid("a"));
    await().until(() -> bench.masters().isEmpty());
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(here).doesNotExist();
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(there).as("the far side's socket, removed at the next start").doesNotExist();
  }

  @Test
  void a_server_that_went_away_and_came_back_is_connected_to_again() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    bench.sshd().stop();
    await().until(() -> bench.masters().isEmpty());
    assertThat(bench.phase("a")).isNotEqualTo("up");
    assertThat(bench.expect(1, "up", "a").err()).contains("refused");
    bench.sshd().startAgain();
    bench.expect(0, "up", "a");
    assertCarries();
    assertThat(bench.sockets()).hasSize(1);
  }

  /** With more than a page of arguments too, which Java does not tell. */
  @Test
  void a_master_that_is_stopped_is_ended_by_down_and_replaced_by_up() throws Exception {
    List<String> forwards = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Path socket = bench.dir().resolve("x".repeat(40) + i);
      forwards.add("local = \"%s:localhost:%d\"".formatted(socket, echo.port()));
    }
    bench.tunnel("many", forwards.toArray(String[]::new));
    bench.tunnel("one", local(port, echo.port()));
    bench.expect(0, "up", "--all");
    long stopped = bench.pid("one");
    bench.masters().forEach(pid -> ProcessTable.signal("STOP", pid));

    Launched down = bench.launch("down", "many");
    Launched up = bench.launch("up", "one");
    down.expect(0);
    up.expect(0);
    assertThat(bench.pid("one")).isNotEqualTo(stopped);
    assertThat(bench.masters()).containsExactly(bench.pid("one"));
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sockets()).hasSize(1);
  }

  @Test
  void a_server_that_is_frozen_does_not_hang_a_command_for_ever() throws Exception {
    bench.tunnelWith(
        "a", List.of("[health]", "alive = \"1s\"", "timeout = \"1s\""), local(port, 1));
    bench.expect(0, "up", "a");
    bench.sshd().freeze();
    try {
      bench.expect(0, "status", "a");
      await().atMost(Duration.ofSeconds(15)).until(() -> bench.masters().isEmpty());
      assertThat(bench.expect(1, "up", "a").err()).contains("timeout");
      bench.expect(0, "down", "a");
    } finally {
      bench.sshd().thaw();
    }
  }

  // --- what lies in the way

  @Test
  void a_regular_file_in_the_way_of_a_socket_is_left_alone() throws Exception {
    Files.writeString(here, "precious");
    bench.tunnel("a", localSocket(), local(port, echo.port()));
    assertThat(bench.expect(1, "up", "a").err()).contains("local-busy").contains("not a socket");
    assertThat(bench.phase("a")).isEqualTo("degraded");
    assertThat(EchoServer.carries(port)).isTrue();
    bench.expect(0, "down", "a");
    assertThat(here).content().isEqualTo("precious");
  }

  @Test
  void a_socket_on_which_somebody_else_listens_is_left_alone() throws Exception {
    try (EchoServer foreign = EchoServer.unix(here)) {
      bench.tunnel("a", localSocket(), local(port, echo.port()));
      assertThat(bench.expect(1, "up", "a").err()).contains("local-busy").contains("listens");
      assertThat(EchoServer.carries(foreign.address())).isTrue();
      bench.expect(0, "down", "a");
      assertThat(EchoServer.carries(foreign.address())).isTrue();
    }
    bench.expect(0, "up", "a");
    assertCarries(here);
  }

  @Test
  void a_remote_socket_on_which_somebody_else_listens_is_left_alone() throws Exception {
    try (EchoServer foreign = EchoServer.unix(there)) {
      bench.tunnel("a", remoteSocket());
      assertThat(bench.expect(1, "up", "a").err()).contains("remote-refused");
      bench.expect(0, "down", "a");
      assertThat(EchoServer.carries(foreign.address())).isTrue();
    }
    bench.expect(0, "up", "a");
    assertCarries(there);
  }

  @Test
  void a_remote_regular_file_in_the_way_is_left_alone() throws Exception {
    Files.writeString(there, "precious");
    bench.tunnel("a", remoteSocket());
    bench.expect(1, "up", "a");
    bench.expect(0, "down", "a");
    assertThat(there).content().isEqualTo("precious");
  }

  // --- damaged files of ours

  @Test
  void a_record_that_is_cut_in_half_loses_no_tunnel() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    Conversation open = bench.keep(Conversation.on(port));
    assertThat(open.says("before")).isTrue();
    halve(file("connections/a/record.json"));
    Run status = bench.expect(0, "status");
    assertThat(status.err()).contains("record.json").contains("set aside");
    bench.expect(0, "up", "a");
    assertCarries();
    assertThat(open.says("after")).isTrue();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(1);
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_record_that_is_cut_in_half_hides_no_master_from_down() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    halve(file("connections/a/record.json"));
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_record_that_is_lost_hides_no_master_from_up() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    Files.delete(file("connections/a/record.json"));
    bench.expect(0, "up", "a");
    assertCarries();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sockets()).hasSize(1);
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\u0000\u0001",
        "{\"version\":99}",
        "{\"version\":1,\"wanted\":\"SIDEWAYS\",\"name\":7,\"launch\":[]}",
      })
  void foreign_text_in_any_file_of_ours_is_no_crash(String text) throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    for (Path file : files()) {
      Files.writeString(file, text);
      bench.expect(0, "status", "--json");
    }
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
  }

  @Test
  void all_files_of_ours_cut_in_half_at_once_lose_no_tunnel() throws Exception {
    withEveryListener();
    bench.expect(0, "up", "a");
    for (Path file : files()) {
      halve(file);
    }
    bench.expect(0, "status");
    bench.expect(0, "up", "a");
    assertCarries();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(bench.state())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void halve(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  // --- the tunnel of these tests

  private void withEveryListener() throws IOException {
    bench.tunnel("a", local(port, echo.port()), localSocket(), remoteSocket());
  }

  private String localSocket() {
    return "local = \"%s:localhost:%d\"".formatted(here, echo.port());
  }

  private String remoteSocket() {
    return "remote = \"%s:localhost:%d\"".formatted(there, echo.port());
  }

  private void assertCarries() {
    assertThat(EchoServer.carries(port)).isTrue();
    assertCarries(here);
    assertCarries(there);
  }

  private static void assertCarries(Path socket) {
    assertThat(EchoServer.carries(UnixDomainSocketAddress.of(socket))).as("%s", socket).isTrue();
  }

  /** A file of the state directory, there or not. */
  private Path file(String name) throws IOException {
    return bench.machine().resolve(name);
  }
}
