package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Ports;
import tunnels.fixture.RequiresSystemd;
import tunnels.fixture.Systemd;
import tunnels.fixture.Workbench;

/** The units that {@code install systemd} writes, under a real systemd. */
@RequiresSystemd
@Timeout(180)
class SystemdIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose private final Workbench bench = Workbench.clean();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private Systemd systemd;
  private String tunnels = "";

  @BeforeEach
  void start() throws IOException {
    systemd = bench.keep(Systemd.start());
    Installation installed = Installation.in(bench.dir().resolve("installed"));
    tunnels = installed.launcher() + " " + String.join(" ", Installation.options(bench)) + " ";
    bench.profile(
        "a", "host = \"fixture\"", "autostart = true", "[[forward]]", local(port, echo.port()));
  }

  @Test
  void it_is_ready_when_the_tunnels_are_up_and_they_outlive_it() throws Exception {
    systemd.run(tunnels + "install systemd");
    assertThat(EchoServer.carries(port)).as("ready means looked at").isTrue();
    long master = pid();

    systemd.run("systemctl --user restart tunnels");
    assertThat(pid()).isEqualTo(master);

    systemd.run("kill -9 $(systemctl --user show -P MainPID tunnels)");
    await().atMost(SOON).until(() -> show("NRestarts").equals("1") && active());
    assertThat(pid()).isEqualTo(master);

    systemd.run("kill -9 " + master);
    await().atMost(SOON).until(() -> EchoServer.carries(port));
    assertThat(pid()).isNotEqualTo(master);

    systemd.run(tunnels + "uninstall systemd");
    assertThat(active()).isFalse();
    assertThat(systemd.home().resolve(".config/systemd/user/tunnels.service")).doesNotExist();
    assertThat(EchoServer.carries(port)).isTrue();
    systemd.run(tunnels + "down --all");
  }

  @Test
  void ssh_survives_the_restrictions_of_a_system_unit() throws Exception {
    Path unit = systemd.home().resolve(".config/systemd/user/tunnels.service");
    Files.createDirectories(unit.getParent());
    systemd.run(tunnels + "install systemd --system --dry-run >" + unit);
    assertThat(unit).content().contains("ProtectSystem=full", "User=root");

    systemd.run("systemctl --user daemon-reload && systemctl --user start tunnels");
    assertThat(EchoServer.carries(port)).isTrue();
    systemd.run("systemctl --user stop tunnels");
    assertThat(EchoServer.carries(port)).isTrue();
    systemd.run(tunnels + "down --all");
  }

  private boolean active() throws IOException {
    return show("ActiveState").equals("active");
  }

  private String show(String property) throws IOException {
    return systemd.run("systemctl --user show -P " + property + " tunnels").strip();
  }

  private long pid() throws IOException {
    String status = systemd.run(tunnels + "status --json");
    return JsonParser.parseString(status)
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject()
        .get("pid")
        .getAsLong();
  }
}
