package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Saving;
import tunnels.fixture.Workbench;

/** The supervisor: what happens is acted on at once, and its own end harms nothing. */
@Timeout(120)
class SuperviseIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void a_killed_master_is_back_without_a_command() throws Exception {
    Launched supervisor = supervised("a");

    for (int restarts = 1; restarts <= 3; restarts++) {
      ProcessTable.signal("KILL", bench.pid("a"));
      int expected = restarts;
      await().atMost(SOON).until(() -> bench.phase("a").equals("up") && restarts("a") == expected);
      assertThat(EchoServer.carries(port)).isTrue();
    }

    assertThat(supervisor.out()).contains("a: down (closed", "a: up");
    assertThat(bench.masters()).hasSize(1);
    end(supervisor);
  }

  @Test
  void an_upgrade_under_it_ends_it_with_a_word_and_leaves_the_tunnels_up() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Installation installed = Installation.in(bench.dir().resolve("installed"));
    Launched supervisor = installed.launch(bench, "supervise");
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));

    Path jar = installed.lib().resolve("tunnels.jar");
    Files.copy(jar, installed.lib().resolve("new"));
    Files.move(installed.lib().resolve("new"), jar, StandardCopyOption.REPLACE_EXISTING);

    assertThat(supervisor.expect(1).err())
        .contains("tunnels.jar was replaced: start this again", "what is up stays up");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void up_and_down_by_commands_are_obeyed() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    Launched supervisor = supervisor();

    bench.expect(0, "up", "a");
    ProcessTable.signal("KILL", bench.pid("a"));
    await().atMost(SOON).until(() -> EchoServer.carries(port));
    bench.expect(0, "down", "a");
    assertThat(bench.masters()).isEmpty();

    end(supervisor);
    assertThat(bench.phase("a")).isEqualTo("down");
  }

  @Test
  void a_profile_that_wants_itself_up_is_started_when_it_appears() throws Exception {
    Launched supervisor = supervisor();

    bench.profile(
        "a", "host = \"fixture\"", "autostart = true", "[[forward]]", local(port, echo.port()));

    await().atMost(SOON).until(() -> EchoServer.carries(port));
    end(supervisor);
  }

  @Test
  void forwards_are_added_and_removed_on_the_living_master() throws Exception {
    int second = Ports.free();
    Launched supervisor = supervised("a");
    long pid = bench.pid("a");

    try (Conversation conversation = Conversation.on(port)) {
      assertThat(conversation.says("before")).isTrue();
      bench.tunnel("a", local(port, echo.port()), local(second, echo.port()));
      await().atMost(SOON).until(() -> EchoServer.carries(second));
      bench.tunnel("a", local(port, echo.port()));
      await().atMost(SOON).until(() -> !EchoServer.carries(second));
      assertThat(conversation.says("after")).isTrue();
    }

    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
    end(supervisor);
  }

  @Test
  void what_is_missing_while_it_is_saved_ends_nothing_and_a_deletion_does() throws Exception {
    Launched supervisor = supervised("a");
    long pid = bench.pid("a");
    Path config = bench.dir().resolve("c");
    String profile = Files.readString(bench.profileFile("a"));
    String settings = Files.readString(config.resolve("config.toml"));

    try (Conversation conversation = Conversation.on(port)) {
      for (int pause : new int[] {1, 5, 20, 50, 100, 100}) {
        Duration time = Duration.ofMillis(pause);
        Saving.renamed(bench.profileFile("a"), profile + "# " + pause + "\n", time);
        Saving.inParts(bench.profileFile("a"), profile, time);
        Saving.renamed(config.resolve("config.toml"), settings, time);
        Saving.inParts(config.resolve("config.toml"), settings, time);
        Saving.replaced(config.resolve("profiles"), time);
        assertThat(conversation.says("after " + pause))
            .as("after %s: %s%s", pause, supervisor.err(), bench.run("logs", "a"))
            .isTrue();
      }
    }
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(supervisor.out()).isEmpty();

    Files.delete(bench.profileFile("a"));
    await().atMost(SOON).until(() -> bench.masters().isEmpty());
    end(supervisor);
  }

  @Test
  void a_broken_edit_changes_nothing_and_is_said() throws Exception {
    Launched supervisor = supervised("a");
    long pid = bench.pid("a");

    bench.profile("a", "host = 7");

    await().atMost(SOON).until(() -> supervisor.err().contains("a.toml:1:"));
    assertThat(EchoServer.carries(port)).isTrue();
    bench.tunnel("a", local(port, echo.port()));
    end(supervisor);
    assertThat(bench.pid("a")).isEqualTo(pid);
  }

  @Test
  void a_server_that_was_away_is_found_again_and_not_hammered() throws Exception {
    Launched supervisor = supervised("a");

    bench.sshd().stop();
    await().atMost(SOON).until(() -> bench.phase("a").equals("waiting"));
    bench.sshd().startAgain();

    await().atMost(SOON).until(() -> EchoServer.carries(port));
    assertThat(bench.sshd().logins()).isEqualTo(2);
    end(supervisor);
  }

  /** Though they are tried one after the other, with growing pauses. */
  @Test
  void of_many_that_die_with_their_server_each_death_is_told_at_once() throws Exception {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    for (String name : names) {
      bench.tunnel(name, local(Ports.free(), echo.port()));
    }
    bench.expect(0, "up", "--all");
    Launched supervisor = supervisor();

    bench.sshd().stop();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(supervisor.out())
                    .contains(names.stream().map(n -> n + ": down (").toList()));
    end(supervisor);
  }

  @Test
  void a_stopped_master_is_replaced() throws Exception {
    Launched supervisor = supervised("a");
    long stopped = bench.pid("a");

    ProcessTable.signal("STOP", stopped);

    await().atMost(Duration.ofSeconds(60)).until(() -> !ProcessTable.lives(stopped));
    await().atMost(SOON).until(() -> EchoServer.carries(port));
    end(supervisor);
  }

  /** Nobody could ask it anything any more, or end it. */
  @Test
  void a_master_whose_control_socket_was_removed_is_replaced() throws Exception {
    Launched supervisor = supervised("a");
    long lost = bench.pid("a");

    Files.delete(bench.sockets().get(0));

    await().atMost(SOON).until(() -> !ProcessTable.lives(lost));
    await().atMost(SOON).until(() -> bench.phase("a").equals("up"));
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.masters()).hasSize(1);
    end(supervisor);
  }

  /** Nobody tells of that: it is seen when everything is looked at, once a minute. */
  @Test
  void a_record_that_was_lost_is_made_anew() throws Exception {
    Launched supervisor = supervised("a");
    long pid = bench.pid("a");

    Files.delete(bench.machine().resolve("connections/a/record.json"));

    await().atMost(Duration.ofSeconds(90)).until(() -> bench.phase("a").equals("up"));
    assertThat(bench.pid("a")).isEqualTo(pid);
    end(supervisor);
  }

  @Test
  void a_killed_supervisor_loses_nothing_and_the_next_adopts() throws Exception {
    Launched first = supervised("a");
    long pid = bench.pid("a");

    first.kill();
    assertThat(EchoServer.carries(port)).isTrue();
    Launched second = supervisor();
    ProcessTable.signal("KILL", pid);

    await().atMost(SOON).until(() -> bench.phase("a").equals("up"));
    assertThat(bench.sshd().logins()).isEqualTo(2);
    end(second);
  }

  @Test
  void a_second_supervisor_says_who_is_at_work_and_ends() throws Exception {
    Launched first = supervised("a");

    var second = bench.launch("supervise").expect(1);

    assertThat(second.err()).contains("supervised already: process ");
    end(first);
  }

  @Test
  void the_tunnels_go_with_it_where_that_is_asked() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Launched supervisor = atWork(bench.launch("supervise", "--down-on-exit"));

    supervisor.signal("TERM");

    supervisor.expect(0);
    assertThat(bench.masters()).isEmpty();
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("up");
    bench.expect(0, "down", "a");
  }

  @Test
  void many_tunnels_to_one_angry_server_are_few_connections() throws Exception {
    try (CountingListener angry = new CountingListener()) {
      bench.userConfig("Host angry", "  HostName 127.0.0.1", "  Port " + angry.port());
      for (int i = 0; i < 12; i++) {
        bench.profile(
            "t" + i,
            "host = \"angry\"",
            "autostart = true",
            "[[forward]]",
            local(Ports.free(), echo.port()));
      }
      Launched supervisor = supervisor();

      await().atMost(SOON).until(() -> angry.accepted() >= 3);
      long start = System.nanoTime();
      await().atMost(SOON).until(() -> System.nanoTime() - start > 3_000_000_000L);

      assertThat(angry.accepted()).isLessThan(12);
      end(supervisor);
    }
  }

  private Launched supervised(String name) throws Exception {
    bench.tunnel(name, local(port, echo.port()));
    bench.expect(0, "up", name);
    return supervisor();
  }

  /** Returns when it is at work. */
  private Launched supervisor() throws Exception {
    return atWork(bench.launch("supervise"));
  }

  private static Launched atWork(Launched supervisor) {
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));
    return supervisor;
  }

  private void end(Launched supervisor) throws Exception {
    supervisor.signal("TERM");
    var run = supervisor.expect(0);
    assertThat(run.err()).contains("no longer supervised");
  }

  private int restarts(String name) {
    return bench.status(name).get("restarts").getAsInt();
  }

  /** A server that hangs up on everybody, and counts them. */
  private static final class CountingListener implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger accepted = new AtomicInteger();

    CountingListener() throws IOException {
      Thread thread = new Thread(this::serve);
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    int accepted() {
      return accepted.get();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }

    private void serve() {
      try {
        while (true) {
          server.accept().close();
          accepted.incrementAndGet();
        }
      } catch (IOException closed) {
        // the end of the test
      }
    }
  }
}
