package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** {@code clean}: what goes, what stays, and what is said of it. */
@Timeout(60)
class CleanIT {

  private static final Run NOTHING = new Run(0, "", "");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void where_nothing_is_stale_nothing_goes() throws Exception {
    assertThat(bench.expect(0, "clean")).isEqualTo(NOTHING);
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "--all");
    bench.expect(0, "down", "b");
    List<Path> before = files();
    assertThat(bench.expect(0, "clean")).isEqualTo(NOTHING);
    assertThat(files()).isEqualTo(before);
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.status("b").get("wanted").getAsString()).isEqualTo("down");
  }

  @Test
  void a_dead_control_socket_goes_and_a_living_one_stays() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Path own = bench.sockets().get(0);
    Path dead = bench.machine().resolve("s/dead");
    EchoServer.unix(dead).close();
    Path living = bench.machine().resolve("s/living");
    try (EchoServer foreign = EchoServer.unix(living)) {
      assertThat(bench.expect(0, "clean", "--dry-run").out())
          .isEqualTo("would remove " + dead + "\n");
      assertThat(dead).exists();
      assertThat(bench.expect(0, "clean").out()).isEqualTo("removed " + dead + "\n");
      assertThat(bench.sockets()).containsExactlyInAnyOrder(own, living);
      assertThat(EchoServer.carries(foreign.address())).isTrue();
    }
    Files.delete(living);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void what_is_damaged_or_half_written_goes() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Path record = bench.machine().resolve("connections/a/record.json");
    Path half = bench.machine().resolve("connections/a/.new123");
    Files.writeString(half, "{\"vers");
    Files.setLastModifiedTime(half, FileTime.from(Instant.now().minusSeconds(61)));
    Files.writeString(record, "{\"vers");
    bench.expect(0, "keepalive");
    Path damaged = Path.of(record + ".damaged");
    assertThat(bench.expect(0, "clean").out().lines())
        .containsExactlyInAnyOrder("removed " + half, "removed " + damaged);
    assertThat(List.of(half, damaged)).noneMatch(Files::exists);
    assertThat(bench.expect(0, "clean")).isEqualTo(NOTHING);
    assertThat(bench.phase("a")).isEqualTo("up");
  }

  @Test
  void all_that_is_remembered_of_a_deleted_profile_goes() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "--all");
    bench.expect(0, "down", "a");
    Files.delete(bench.profileFile("a"));
    List<Path> before = files();

    Run dry = bench.expect(0, "clean", "--dry-run");
    assertThat(dry.out()).contains("would remove " + bench.machine().resolve("connections/a"));
    assertThat(files()).isEqualTo(before);

    Run clean = bench.expect(0, "clean");
    assertThat(clean.out()).isEqualTo(dry.out().replace("would remove", "removed"));
    assertThat(files()).noneMatch(file -> file.toString().contains("/a"));
    assertThat(files()).anyMatch(file -> file.endsWith("wanted/b.up"));
    assertThat(bench.phase("b")).isEqualTo("up");
    assertThat(bench.expect(0, "clean")).isEqualTo(NOTHING);
  }

  @Test
  void what_still_runs_of_a_deleted_profile_is_taken_down() throws Exception {
    Path here = bench.dir().resolve("here");
    bench.tunnel("a", local(port, echo.port()), "local = \"" + here + ":localhost:1\"");
    bench.expect(0, "up", "a");
    Files.delete(bench.profileFile("a"));

    assertThat(bench.expect(0, "clean", "--dry-run").out())
        .contains("would remove ")
        .contains(": a\n");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.expect(0, "clean").out()).contains("removed ").contains(": a\n");
    bench.insistOnNothingLeft();
    assertThat(here).doesNotExist();
    assertThat(bench.expect(0, "clean")).isEqualTo(NOTHING);
  }

  @Test
  void of_a_broken_profile_nothing_goes() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "--all");
    bench.expect(0, "down", "b");
    bench.profile("a", "host = ");
    bench.profile("b", "host = ");
    List<Path> before = files();
    bench.expect(0, "clean");
    assertThat(files()).isEqualTo(before);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void what_was_said_of_a_profile_goes_with_it() throws Exception {
    bench.profile("bad", "host = ");
    bench.expect(2, "keepalive");
    Files.delete(bench.profileFile("bad"));
    bench.expect(0, "clean");
    assertThat(files()).noneMatch(file -> file.toString().contains("bad"));
  }

  @Test
  void a_shared_connection_stays_as_long_as_one_tunnel_rides_on_it() throws Exception {
    List<String> shared = List.of("[ssh]", "connection = \"shared\"");
    int other = Ports.free();
    bench.tunnelWith("a", shared, local(port, echo.port()));
    bench.tunnelWith("b", shared, local(other, echo.port()));
    bench.expect(0, "up", "--all");
    Files.delete(bench.profileFile("a"));
    bench.expect(0, "clean");
    assertThat(EchoServer.carries(other)).isTrue();
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(bench.machine().resolve("connections/shared/record.json")).exists();
  }

  /** Its socket is what the next start takes as the sign of its death. */
  @Test
  void a_tunnel_that_died_is_brought_back_after_a_clean_too() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    ProcessTable.signal("KILL", bench.pid("a"));
    org.awaitility.Awaitility.await().until(() -> bench.masters().isEmpty());
    bench.expect(0, "clean");
    assertThat(bench.expect(0, "keepalive").out()).startsWith("a: restarted (closed: ");
    assertThat(bench.sockets()).hasSize(1);
  }

  @Test
  void commands_that_work_at_the_same_time_are_not_disturbed() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    for (int round = 0; round < 5; round++) {
      Launched restart = bench.launch("restart", "a");
      while (restart.isAlive()) {
        bench.expect(0, "clean");
      }
      restart.expect(0);
    }
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sockets()).hasSize(1);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(bench.machine())) {
      return files.sorted().toList();
    }
  }
}
