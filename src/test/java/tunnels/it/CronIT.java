package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Cron;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** A real cron, with the line that a user would write. */
@Timeout(200)
class CronIT {

  /** Cron looks once a minute. */
  private static final Duration TWO_MINUTES = Duration.ofSeconds(130);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void a_killed_tunnel_is_healed() throws Exception {
    String whyNot = Cron.whyNot();
    Assumptions.assumeTrue(whyNot.isEmpty(), () -> "not tried with a real cron: " + whyNot);
    Installation installed = Installation.in(bench.dir().resolve("installed"));
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");

    Path said = bench.dir().resolve("said");
    String line =
        "* * * * * %s %s keepalive >>%s 2>&1"
            .formatted(installed.launcher(), String.join(" ", Installation.options(bench)), said);
    try (Cron cron = Cron.start(bench.dir().resolve("cron"), line)) {
      ProcessTable.signal("KILL", bench.pid("a"));
      await().until(() -> bench.masters().isEmpty());
      await()
          .atMost(TWO_MINUTES)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> EchoServer.carries(port) || !cron.isAlive());
      assertThat(cron.isAlive()).as(Workbench.text(bench.dir().resolve("cron.out"))).isTrue();
      await().until(() -> !Workbench.text(said).isEmpty());
    }
    assertThat(said).content().isEqualTo("a: restarted (closed: the ssh process is gone)\n");
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }
}
