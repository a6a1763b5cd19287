package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Cron;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** A real cron, with the lines that {@code install cron} wrote. */
@Timeout(200)
class CronIT {

  private static final String EARLIER = "0 5 1 1 *  true\n\n# the user's own, 100%\n";

  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

  /** Cron looks once a minute. */
  private static final Duration TWO_MINUTES = Duration.ofSeconds(130);

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  private Installation installed;

  @BeforeEach
  void a_tunnel_is_up() throws Exception {
    String whyNot = Cron.whyNot();
    Assumptions.assumeTrue(whyNot.isEmpty(), () -> "not tried with a real cron: " + whyNot);
    installed = Installation.in(bench.dir().resolve("installed"));
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
  }

  @Test
  void a_killed_tunnel_is_healed() throws Exception {
    try (Cron cron = Cron.start(bench.dir().resolve("cron"), EARLIER.split("\n"))) {
      List<String> inside = cron.inside();
      installed.launch(inside, bench, "install", "cron").expect(0);
      installed.launch(inside, bench, "install", "cron").expect(0);
      assertThat(run(cron, "crontab", "-l")).startsWith(EARLIER).containsOnlyOnce("* * * * * env ");
      assertThat(installed.launch(inside, bench, "doctor").expect(0).out())
          .contains(" keeper: keepalive is in the crontab, and ");
      ProcessTable.signal("KILL", bench.pid("a"));
      await().until(() -> bench.masters().isEmpty());
      await()
          .atMost(TWO_MINUTES)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> EchoServer.carries(port) || !cron.isAlive());
      assertThat(cron.isAlive()).as(Workbench.text(bench.dir().resolve("cron.out"))).isTrue();
      awaitEndOfPass();
      assertThat(installed.launch(inside, bench, "doctor").expect(0).out())
          .contains("ok   keeper: keepalive is in the crontab, and made its last pass");
      installed.launch(inside, bench, "uninstall", "cron").expect(0);
      assertThat(run(cron, "crontab", "-l")).isEqualTo(EARLIER);
    }
    assertThat(bench.expect(0, "history", "a").out()).contains("closed: the ssh process is gone");
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  @Test
  void what_was_up_is_back_when_cron_has_started() throws Exception {
    String lines = installed.launch(bench, "install", "cron", "--dry-run").expect(0).out();
    String atBoot =
        lines.lines().filter(line -> line.startsWith("@reboot ")).findFirst().orElse("");
    ProcessTable.signal("KILL", bench.pid("a"));
    await().until(() -> bench.masters().isEmpty());

    try (Cron cron = Cron.start(bench.dir().resolve("cron"), atBoot)) {
      await().atMost(ONE_MINUTE).until(() -> EchoServer.carries(port) || !cron.isAlive());
      awaitEndOfPass();
      assertThat(cron.isAlive()).as(Workbench.text(bench.dir().resolve("cron.out"))).isTrue();
    }
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  /** The tunnel carries before that. */
  private void awaitEndOfPass() {
    await().atMost(ONE_MINUTE).until(() -> Files.exists(bench.machine().resolve("keepalive")));
  }

  private static String run(Cron cron, String... words) throws Exception {
    List<String> command = new ArrayList<>(cron.inside());
    command.addAll(List.of(words));
    Process listed = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(listed.getInputStream().readAllBytes(), UTF_8);
    assertThat(listed.waitFor()).as(text).isZero();
    return text;
  }
}
