package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/** A remote port that a session of ours still holds whose link was lost without a goodbye. */
@Timeout(60)
class DeadSessionIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final TcpProxy link = bench.keep(TcpProxy.to("127.0.0.1", bench.sshd().port()));
  private final int there = Ports.free();

  @Test
  void is_ended_and_its_port_is_ours_again() throws Exception {
    loseTheLink("");

    bench.expect(0, "keepalive");

    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(EchoServer.carries(there)).isTrue();
  }

  @Test
  void is_ended_though_it_is_stopped() throws Exception {
    loseTheLink("");
    ProcessTable.signal("STOP", Long.parseLong(session().replaceAll("(?s).*=(\\d+):.*", "$1")));

    bench.expect(0, "keepalive");

    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(EchoServer.carries(there)).isTrue();
  }

  @Test
  void is_left_where_nothing_may_be_run_and_that_is_said() throws Exception {
    loseTheLink("[ssh]\nremote_commands = false");

    bench.expect(1, "keepalive");

    assertThat(bench.phase("a")).isEqualTo("degraded");
    assertThat(bench.expect(0, "status").out()).contains("ClientAliveInterval");
  }

  /** What the server was heard to say of it. */
  private String session() throws IOException {
    return Workbench.text(bench.machine().resolve("connections/a/session"));
  }

  private void loseTheLink(String more) throws Exception {
    boolean remembers = !more.contains("remote_commands");
    int port = bench.sshd().port();
    bench.userConfig("Host fixture", "  Port " + link.port(), "  HostKeyAlias [127.0.0.1]:" + port);
    bench.profile(
        "a",
        "host = \"fixture\"",
        "[[forward]]",
        "remote = \"%d:localhost:%d\"".formatted(there, echo.port()),
        more);
    bench.expect(0, "up", "a");
    await().until(() -> !remembers || session().contains(";"));
    link.stall(true);
    ProcessTable.signal("KILL", bench.pid("a"));
    bench.userConfig(); // the way is another one now
  }
}
