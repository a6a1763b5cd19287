package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** Profiles that broke, or went, as a pass from cron sees them. */
@Timeout(60)
class BrokenProfilesIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void a_fault_is_said_once_and_again_when_it_is_another() throws Exception {
    bench.profile("bad", "host = ");
    assertThat(bench.expect(2, "keepalive").err())
        .startsWith(bench.profileFile("bad") + ":1: ")
        .hasLineCount(1);
    assertSilent(bench.expect(2, "keepalive"));

    bench.profile("bad", "host = \"fixture\"", "hots = 1", "[[forward]]", local(port, 1));
    assertThat(bench.expect(2, "keepalive").err()).startsWith(bench.profileFile("bad") + ":2: ");
    assertSilent(bench.expect(2, "keepalive"));

    bench.tunnel("bad", local(port, 1));
    assertSilent(bench.expect(0, "keepalive"));
    bench.profile("bad", "host = \"fixture\"", "hots = 1", "[[forward]]", local(port, 1));
    assertThat(bench.expect(2, "keepalive").err()).as("mended between").isNotEmpty();
  }

  @Test
  void a_fault_of_the_settings_is_said_once_too() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    Files.writeString(bench.dir().resolve("c/config.toml"), "nonsense = 1\n");
    assertThat(bench.expect(2, "keepalive").err()).contains("config.toml:1: ");
    assertSilent(bench.expect(2, "keepalive"));
    bench.settings();
    assertSilent(bench.expect(0, "keepalive"));
    Files.writeString(bench.dir().resolve("c/config.toml"), "nonsense = 1\n");
    assertThat(bench.expect(2, "keepalive").err()).as("mended between").isNotEmpty();
    bench.settings();
  }

  @Test
  void a_broken_profile_keeps_no_other_tunnel_from_being_healed() throws Exception {
    bench.tunnel("good", local(port, echo.port()));
    bench.profile("bad", "host = ");
    bench.expect(0, "up", "good");
    kill("good");
    Run healed = bench.expect(2, "keepalive");
    assertThat(healed.out()).isEqualTo("good: restarted (closed: the ssh process is gone)\n");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void what_is_up_stays_up_when_its_profile_breaks_and_takes_the_mended_one() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    Conversation open = bench.keep(Conversation.on(port));
    assertThat(open.says("before")).isTrue();
    bench.profile("a", "host = ");
    bench.expect(2, "keepalive");
    assertSilent(bench.expect(2, "keepalive"));
    assertThat(open.says("after")).isTrue();
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.phase("a")).isEqualTo("up");

    int other = Ports.free();
    bench.tunnel("a", local(other, echo.port()));
    bench.expect(0, "keepalive");
    assertThat(EchoServer.carries(other)).isTrue();
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void what_died_while_its_profile_is_broken_comes_back_when_it_is_mended() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.profile("a", "host = ");
    kill("a");
    Run first = bench.expect(2, "keepalive");
    assertThat(first.out()).startsWith("a: up -> down (closed: ").hasLineCount(1);
    assertSilent(bench.expect(2, "keepalive"));
    assertThat(bench.sockets()).isEmpty();
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: down -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_tunnel_whose_profile_was_deleted_is_taken_down_and_it_is_said() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "--all");
    Files.delete(bench.profileFile("a"));
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: up -> down\n");
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(bench.masters()).containsExactly(bench.pid("b"));
    assertSilent(bench.expect(0, "keepalive"));
  }

  @Test
  void a_deleted_profile_of_a_shared_connection_takes_only_its_own_forwards() throws Exception {
    List<String> shared = List.of("[ssh]", "connection = \"shared\"");
    int other = Ports.free();
    bench.tunnelWith("a", shared, local(port, echo.port()));
    bench.tunnelWith("b", shared, local(other, echo.port()));
    bench.expect(0, "up", "--all");
    long pid = bench.pid("b");
    Files.delete(bench.profileFile("a"));
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: up -> down\n");
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(EchoServer.carries(other)).isTrue();
    assertThat(bench.pid("b")).isEqualTo(pid);
    assertSilent(bench.expect(0, "keepalive"));
  }

  /** Of a pass from cron that comes just then, and of a command that a person types. */
  @Test
  void what_is_missing_while_it_is_saved_ends_nothing() throws Exception {
    List<String> shared = List.of("[ssh]", "connection = \"shared\"");
    List<String> itself = List.of("[ssh]", "options = [\"Compression=yes\"]");
    bench.tunnelWith("a", itself, local(port, echo.port()));
    bench.tunnelWith("b", shared, local(Ports.free(), echo.port()));
    bench.tunnelWith("c", shared, local(Ports.free(), echo.port()));
    bench.expect(0, "up", "--all");
    List<Long> masters = bench.masters();
    Path backup = Files.createDirectory(bench.dir().resolve("backup"));
    for (String command : List.of("keepalive", "up --all", "restart c", "clean")) {
      Files.move(bench.profileFile("a"), backup.resolve("a"));
      Files.move(bench.profileFile("b"), backup.resolve("b"));
      Launched missing = bench.launch(command.split(" "));
      awaitReading(missing);
      Files.move(backup.resolve("a"), bench.profileFile("a"));
      Files.move(backup.resolve("b"), bench.profileFile("b"));
      assertThat(missing.expect(0).out()).doesNotContain("a: ", "b: ", "gone");
      assertThat(bench.phase("b")).isEqualTo("up");
    }
    assertThat(bench.masters()).isEqualTo(masters);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  /** Two folders with profiles that have one state: each is kept by passes of its own. */
  @Test
  void tunnels_of_another_folder_are_left_alone_and_untold() throws Exception {
    bench.tunnel("up", local(port, echo.port()));
    bench.profile(
        "itself",
        "host = \"fixture\"",
        "autostart = true",
        "[[forward]]",
        local(Ports.free(), echo.port()));
    bench.profile(
        "waits",
        "host = \"localhost\"",
        "autostart = true",
        "[[forward]]",
        local(Ports.free(), echo.port()),
        "[ssh]",
        "options = [\"Port=" + Ports.free() + "\"]",
        "[retry]",
        "first = \"1h\"",
        "max = \"1h\"");
    bench.expect(0, "up", "up");
    bench.expect(1, "keepalive");
    bench.expect(0, "down", "up");
    bench.expect(0, "up", "up");
    List<Long> masters = bench.masters();
    assertThat(masters).hasSize(2);
    Path other = Files.createDirectories(bench.dir().resolve("other/profiles"));
    Files.writeString(
        other.resolve("own.toml"),
        "host = \"fixture\"\n[[forward]]\n" + local(Ports.free(), echo.port()) + "\n");
    String[] there = {"--config", other.getParent().toString()};

    for (int pass = 0; pass < 2; pass++) {
      assertSilent(bench.expect(0, there[0], there[1], "keepalive"));
      assertSilent(bench.expect(0, there[0], there[1], "clean"));
      assertThat(bench.expect(0, there[0], there[1], "status").out())
          .contains("own")
          .doesNotContain("itself", "waits");
      assertThat(bench.expect(0, there[0], there[1], "history").out()).doesNotContain("waits");
      assertThat(bench.expect(0, there[0], there[1], "down", "--all").out())
          .isEqualTo("own: down\n");
      assertSilent(bench.expect(1, "keepalive"));
    }
    assertThat(bench.masters()).isEqualTo(masters);
    assertThat(bench.phase("waits")).isEqualTo("waiting");
    assertThat(bench.expect(0, there[0], there[1], "status", "itself").out())
        .containsPattern("itself +up +up ");

    assertThat(bench.expect(0, there[0], there[1], "down", "itself").out())
        .contains("itself: down");
    assertThat(bench.masters()).hasSize(1);
  }

  /** Without a profile there is no wish left to compare with. */
  @Test
  void a_forward_that_is_missing_is_told_also_without_a_profile() throws Exception {
    bench.tunnel("a", local(echo.port(), echo.port()));
    bench.expect(1, "up", "a");
    Files.delete(bench.profileFile("a"));
    assertThat(bench.phase("a")).isEqualTo("degraded");
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: degraded -> down\n");
    assertThat(bench.expect(0, "status").out()).isEmpty();
  }

  private static void awaitReading(Launched command) {
    // A pass that sees a profile missing looks again after two seconds: one of them has begun.
    Instant start = Instant.now();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> !command.isAlive() || Instant.now().isAfter(start.plus(Duration.ofMillis(1200))));
  }

  private void kill(String tunnel) {
    ProcessTable.signal("KILL", bench.pid(tunnel));
    await().until(() -> bench.masters().isEmpty());
  }

  private static void assertSilent(Run run) {
    assertThat(run.out() + run.err()).as("%s", run).isEmpty();
  }
}
