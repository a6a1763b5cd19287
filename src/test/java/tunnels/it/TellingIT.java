package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What is told of changes, and of who is in the way. */
@Timeout(60)
class TellingIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void on_change_is_run_at_each_change_with_the_facts_in_its_environment() throws Exception {
    Path told = bench.dir().resolve("told");
    bench.settings(
        "on_change = 'echo \"$TUNNELS_NAME $TUNNELS_FROM $TUNNELS_TO $TUNNELS_CAUSE\" >> "
            + quoted(told)
            + "'");
    bench.tunnel("a", local(port, echo.port()));

    bench.expect(0, "up", "a");
    kill(bench.pid("a"));
    bench.expect(0, "keepalive");
    bench.expect(0, "down", "a");

    assertThat(Files.readAllLines(told))
        .containsExactly(
            "a down starting ",
            "a starting up ",
            "a up down closed",
            "a down starting ",
            "a starting up ",
            "a up down ");
  }

  /** Two for each tunnel, which is more than one after the other would have time for. */
  @Test
  void each_of_many_changes_has_its_on_change() throws Exception {
    Path told = bench.dir().resolve("told");
    bench.settings(
        "on_change = 'sleep 2; echo \"$TUNNELS_NAME $TUNNELS_TO\" >> " + quoted(told) + "'");
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    for (String name : names) {
      bench.tunnel(name, local(Ports.free(), echo.port()));
    }

    Run run = bench.expect(0, "up", "--all");

    assertThat(run.err()).isEmpty();
    assertThat(Files.readAllLines(told))
        .hasSize(16)
        .containsAll(names.stream().map(name -> name + " up").toList());
  }

  /** Neither what hangs nor what it leaves in the background keeps a command or its pipes. */
  @Test
  void an_on_change_that_hangs_is_ended_and_said() throws Exception {
    String mark = "31.4159" + port;
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");

    bench.settings("on_change = 'sleep " + mark + " & sleep " + mark + "'");
    String slow = "on_change of a: up -> down took longer than 10 s, and was ended";
    assertThat(bench.expect(0, "down", "a").err()).contains(slow);
    assertThat(bench.expect(0, "logs", "a").out()).contains(slow);
    assertThat(ProcessTable.naming(mark)).isEmpty();

    bench.settings("on_change = 'sleep " + mark + " & exit 3'");
    assertThat(bench.expect(0, "up", "a").err())
        .contains("on_change of a: starting -> up failed: exit status 3");
    ProcessTable.naming(mark).forEach(ProcessTable.Row::kill);
  }

  @Test
  void what_is_left_of_on_change_when_a_command_is_ended_is_said() throws Exception {
    Path told = bench.dir().resolve("told");
    bench.settings("on_change = 'echo >> " + quoted(told) + "; sleep 5'");
    bench.tunnel("a", local(port, echo.port()));
    Launched up = bench.launch("up", "a");
    await().atMost(SOON).until(() -> up.out().contains("a: up") && Files.exists(told));

    up.signal("TERM");

    assertThat(up.finish().err())
        .contains("on_change of a: starting -> up was not run: the command was ended");
  }

  @Test
  void the_owner_of_a_busy_port_is_named() throws Exception {
    int ours = Ports.free();
    bench.tunnel("a", local(ours, echo.port()));
    bench.tunnel("b", local(ours, echo.port()));
    bench.tunnel("c", local(echo.port(), echo.port()));
    bench.expect(0, "up", "a");

    Run byTunnel = bench.expect(1, "up", "b");
    Run byProgram = bench.expect(1, "up", "c");

    assertThat(byTunnel.err()).contains("(by the tunnel connection a)");
    long us = ProcessHandle.current().pid();
    assertThat(byProgram.err()).contains("(by pid " + us + " (java))");
  }

  @Test
  void history_and_metrics_tell_what_has_happened() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    kill(bench.pid("a"));
    bench.expect(0, "keepalive");

    assertThat(bench.expect(0, "history", "a").out())
        .contains("a: up ", "; 1 failure\n", "down  closed: the ssh process is gone");
    assertThat(bench.expect(0, "status", "--prometheus").out())
        .contains("tunnels_up{name=\"a\"} 1", "tunnels_restarts_total{name=\"a\"} 1");
  }

  @Test
  void the_page_of_the_history_is_written_whole_or_not_at_all() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "a");
    Path page = bench.dir().resolve("page.html");
    Path link = Files.createSymbolicLink(bench.dir().resolve("link.html"), page);

    bench.expect(0, "history", "--html", page.toString());
    assertThat(page).content().contains("id=\"t-a\"", "id=\"t-b\"").endsWith("</html>\n");
    bench.expect(0, "history", "--html", link.toString(), "a");
    assertThat(page).content().contains("id=\"t-a\"").doesNotContain("id=\"t-b\"");
    assertThat(link).isSymbolicLink();
    assertThat(bench.expect(0, "history", "--html", "-", "a").out()).startsWith("<!DOCTYPE html>");

    Path nowhere = bench.dir().resolve("none/page.html");
    assertThat(bench.expect(1, "history", "--html", nowhere.toString()).err())
        .isEqualTo(nowhere + " cannot be written: there is no such folder\n");
    Path folder = Files.createDirectory(bench.dir().resolve("folder"));
    assertThat(bench.expect(1, "history", "--html", folder.toString()).err())
        .isEqualTo(folder + " cannot be written: Is a directory\n");
    assertThat(bench.expect(1, "history", "--html", "/dev/full", "a").err())
        .isEqualTo("/dev/full cannot be written: No space left on device\n");
    assertThat(bench.dir()).isDirectoryNotContaining("glob:**/.page*");
  }

  /** Until it is dead, it may be told as one that does not answer. */
  private static void kill(long master) {
    ProcessTable.signal("KILL", master);
    await().until(() -> !ProcessTable.lives(master));
  }
}
