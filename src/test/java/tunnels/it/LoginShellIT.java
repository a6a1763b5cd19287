package tunnels.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** Whatever the start-up files of the far side's login shell print, wait for or replace. */
@Timeout(180)
class LoginShellIT {

  private static final List<String> NOISE =
      List.of(
          "printf '\\033]0;title\\007'",
          "printf 'no end'; printf 'no end' >&2",
          "printf 'Welcome\\r\\nto all\\r\\n'",
          "head -c 3000000 /dev/zero",
          "head -c 300000 /dev/urandom",
          "exec 2>&1; set -x",
          "read answer; read another",
          "cat >/dev/null",
          "sleep 600 &",
          "sleep 5",
          "exec sh",
          "sh; exit");

  private static final Pattern SESSION =
      Pattern.compile("tunnels-session=\\d+:\\d+:[0-9a-f-]{36};");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final Path there = bench.dir().resolve("there");

  @BeforeEach
  void tunnels() throws IOException {
    bench.tunnel("socket", "remote = \"%s:localhost:%d\"".formatted(there, echo.port()));
    bench.tunnel("port", local(Ports.free(), echo.port()));
  }

  @Test
  void a_remote_socket_is_there_again_after_a_restart_whatever_they_do() throws Exception {
    bench.expect(0, "up", "socket");
    for (String script : NOISE) {
      bench.sshd().startUp(script);
      Run restart = bench.run("restart", "socket");
      assertThat(restart.status()).as("%s: %s", script, restart).isZero();
      assertThat(EchoServer.carries(UnixDomainSocketAddress.of(there))).as(script).isTrue();
      await().untilAsserted(() -> assertThat(told()).as(script).containsPattern(SESSION));
    }
    bench.sshd().startUp(NOISE.get(0));
    bench.expect(0, "down", "socket");
    assertThat(there).doesNotExist();
  }

  @Test
  void nothing_that_the_bytes_do_not_need_is_waited_for() throws Exception {
    Path slept = bench.dir().resolve("slept");
    bench.sshd().startUp("sleep 30; touch " + slept);
    for (String command : List.of("up", "restart", "down")) {
      bench.expect(0, command, "port");
    }
    for (String command : List.of("up", "down")) {
      bench.expect(0, command, "socket");
    }
    assertThat(slept).doesNotExist();
  }

  @Test
  void a_command_of_ours_that_does_not_run_is_the_reason() throws Exception {
    bench.expect(0, "up", "socket");
    bench.sshd().startUp("echo 'This account is currently not available.'; exit 1");
    Run restart = bench.expect(1, "restart", "socket");
    assertThat(restart.err())
        .contains(
            "our command that removes a file left there did not run",
            "ended with status 1: This account is currently not available.",
            "StreamLocalBindUnlink yes")
        .doesNotContain("another user", "PermitListen");
    Files.delete(there);
    bench.expect(0, "up", "socket");
  }

  private String told() {
    try {
      Path file = bench.machine().resolve("connections/socket/session");
      return Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
