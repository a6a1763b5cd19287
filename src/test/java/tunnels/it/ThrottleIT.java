package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
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
import tunnels.fixture.Listener;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** Under the supervisor, no tunnel waits for what another one with the same host cannot do. */
@Timeout(180)
class ThrottleIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @Test
  void a_killed_master_is_back_at_once_beside_a_held_and_a_broken_one() throws Exception {
    List<String> held = List.of("a1", "a2", "a3", "a4", "a5", "a6");
    for (String name : held) {
      tunnel(name, "options = [\"User=nosuchuser\"]");
    }
    tunnel("b");
    tunnel("c");
    Launched supervisor = supervisor();
    await().atMost(SOON).until(() -> all(held, "held") && all(List.of("b", "c"), "up"));

    for (String name : List.of("b", "c", "b")) {
      long before = bench.pid(name);
      ProcessTable.signal("KILL", before);
      await().atMost(SOON).until(() -> bench.phase(name).equals("up"));
      assertThat(bench.pid(name)).isNotEqualTo(before);
    }

    assertThat(all(held, "held")).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(5);
    end(supervisor);
  }

  /** What counts is where ssh connects to, not the word in the profile. */
  @Test
  void one_host_with_silent_ports_keeps_nobody_from_a_good_one() throws Exception {
    Listener silent = bench.keep(Listener.silent());
    for (int i = 0; i < 6; i++) {
      tunnel("a" + i, "options = [\"Port=" + silent.port() + "\"]");
    }
    tunnel("z");
    Launched supervisor = supervisor();

    await().atMost(SOON).until(() -> bench.phase("z").equals("up"));

    end(supervisor);
  }

  @Test
  void an_edit_that_names_a_good_host_is_tried_at_once() throws Exception {
    Listener dead = bench.keep(Listener.closing());
    bench.userConfig("Host dead", "  HostName 127.0.0.1", "  Port " + dead.port());
    String[] patient = {"autostart = true", "[retry]", "first = \"1h\"", "max = \"1h\""};
    bench.profile("a", with("host = \"dead\"", patient));
    String[] eager = {"autostart = true", "[retry]", "first = \"1s\"", "max = \"1s\""};
    bench.profile("d", with("host = \"dead\"", eager));
    Launched supervisor = supervisor();
    await().atMost(SOON).until(() -> all(List.of("a", "d"), "waiting"));

    bench.profile("a", with("host = \"fixture\"", patient));

    await().atMost(SOON).until(() -> bench.phase("a").equals("up"));
    end(supervisor);
  }

  /** Such a server says nothing, and the tunnel is back each time. */
  @Test
  void a_server_that_ends_idle_connections_is_named() throws Exception {
    try (Workbench idle = Workbench.start("UnusedConnectionTimeout 2s")) {
      idle.tunnelWith(
          "a", List.of("[ssh]", "remote_commands = false"), local(Ports.free(), echo.port()));
      idle.expect(0, "up", "a");
      Launched supervisor = idle.launch("supervise");

      String words = "s after its start, as it did";
      await().atMost(Duration.ofSeconds(60)).until(() -> supervisor.out().contains(words));

      await().atMost(SOON).until(() -> !idle.status("a").get("notice").isJsonNull());
      assertThat(idle.run("logs", "a").out()).contains(words);
      await()
          .atMost(SOON)
          .until(() -> idle.run("status").out().contains("UnusedConnectionTimeout"));
      assertThat(idle.run("doctor", "a").out()).contains(words, "UnusedConnectionTimeout");
      supervisor.signal("TERM");
      supervisor.expect(0);
    }
  }

  /** Its folder had come back with the next pass. */
  @Test
  void what_clean_removes_stays_away() throws Exception {
    tunnel("a", "options = [\"User=nosuchuser\"]");
    tunnel("b");
    Launched supervisor = supervisor();
    await().atMost(SOON).until(() -> bench.phase("a").equals("held"));
    Files.delete(bench.profileFile("a"));
    Path folder = bench.machine().resolve("connections/a");

    bench.expect(0, "clean");

    assertThat(folder).doesNotExist();
    supervisor.signal("HUP");
    tunnel("n");
    await().atMost(SOON).until(() -> bench.phase("n").equals("up"));
    assertThat(folder).doesNotExist();
    end(supervisor);
  }

  private boolean all(List<String> names, String phase) {
    return names.stream().allMatch(name -> bench.phase(name).equals(phase));
  }

  private void tunnel(String name, String... ssh) throws IOException {
    List<String> lines = new ArrayList<>(List.of("autostart = true", "[ssh]"));
    lines.addAll(List.of(ssh));
    bench.profile(name, with("host = \"fixture\"", lines.toArray(String[]::new)));
  }

  private String[] with(String host, String... more) {
    List<String> lines = new ArrayList<>(List.of(host));
    lines.addAll(List.of(more));
    lines.addAll(List.of("[[forward]]", local(Ports.free(), echo.port())));
    return lines.toArray(String[]::new);
  }

  private Launched supervisor() throws Exception {
    Launched supervisor = bench.launch("supervise");
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));
    return supervisor;
  }

  private void end(Launched supervisor) throws Exception {
    supervisor.signal("TERM");
    supervisor.expect(0);
  }
}
