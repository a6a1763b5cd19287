package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What is told of changes, and of who is in the way. */
@Timeout(60)
class TellingIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void on_change_is_run_at_each_change_with_the_facts_in_its_environment() throws Exception {
    Path told = bench.dir().resolve("told");
    bench.settings(
        "on_change = 'echo \"$TUNNELS_NAME $TUNNELS_FROM $TUNNELS_TO $TUNNELS_CAUSE\" >> "
            + told
            + "'");
    bench.tunnel("a", local(port, echo.port()));

    bench.expect(0, "up", "a");
    ProcessTable.signal("KILL", bench.pid("a"));
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
    ProcessTable.signal("KILL", bench.pid("a"));
    bench.expect(0, "keepalive");

    assertThat(bench.expect(0, "history", "a").out())
        .contains("a: up ", "1 failures", "down  closed: the ssh process is gone");
    assertThat(bench.expect(0, "status", "--prometheus").out())
        .contains("tunnels_up{name=\"a\"} 1", "tunnels_restarts_total{name=\"a\"} 1");
  }
}
