package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Make;
import tunnels.fixture.Ports;
import tunnels.fixture.RequiresOverlay;
import tunnels.fixture.Workbench;

/** {@code make deb}: installed, used and purged by the real dpkg. */
@RequiresOverlay
@Timeout(300)
class DebianPackageIT {

  /** Each command says what the assertions look for. Others write elsewhere meanwhile. */
  private static final String LIFE =
      """
      set -eu
      find /etc /usr /var -xdev -path "$root" -prune -o -name '*tunnels*' -print | sort >"$dir/before"
      dpkg -i "$deb"
      tunnels --version
      test -s /usr/lib/tunnels/start && echo archive after install
      tunnels $options check
      tunnels $options up a
      tunnels $options status a
      tunnels $options down a
      rm /usr/lib/tunnels/start
      dpkg-trigger --by-package=java --no-await /usr/lib/jvm
      dpkg --triggers-only tunnels
      test -s /usr/lib/tunnels/start && echo archive after another Java
      dpkg -i "$deb"
      test -s /usr/lib/tunnels/start && echo archive after upgrade
      dpkg -r tunnels
      test -e /usr/lib/tunnels || echo nothing after remove
      dpkg -P tunnels
      find /etc /usr /var -xdev -path "$root" -prune -o -name '*tunnels*' -print | sort >"$dir/after"
      """;

  @AutoClose private final Workbench bench = Workbench.clean();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @Test
  void is_installed_and_used_and_purged() throws Exception {
    List<String> made = Make.run("deb").lines().toList();
    Path deb = bench.dir().resolve("tunnels.deb");
    Files.copy(Path.of(made.get(made.size() - 1)), deb);
    bench.tunnel("a", local(Ports.free(), echo.port()));

    String said = inOverlay(deb);

    assertThat(said.lines())
        .containsSubsequence(
            "archive after install",
            "1 profile, no fault",
            "a: up",
            "a: down",
            "archive after another Java",
            "archive after upgrade",
            "nothing after remove");
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertThat(bench.dir().resolve("after")).hasSameTextualContentAs(bench.dir().resolve("before"));
  }

  private String inOverlay(Path deb) throws Exception {
    Path overlay = Path.of(System.getProperty("basedir", ""), "test-fixtures/overlay");
    ProcessBuilder builder =
        new ProcessBuilder(overlay.toAbsolutePath().toString(), "sh", "-c", LIFE);
    builder.environment().put("deb", deb.toString());
    builder
        .environment()
        .put("root", Path.of(System.getProperty("basedir", "")).toAbsolutePath().toString());
    builder.environment().put("dir", bench.dir().toString());
    builder.environment().put("options", String.join(" ", Installation.options(bench)));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
