package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/** The guard on the node, beside a real process. */
class NodeScriptsTest {

  private static final String SAYS = "tunnels-guard " + FarSide.NONCE + " ";
  private static final Endpoint PORT = new Endpoint.Tcp("localhost", 22222);

  @TempDir private Path dir;
  private FarSide far;

  @BeforeEach
  void node() {
    far = new FarSide(dir);
  }

  @AfterEach
  void nothingStays() {
    far.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void stays_as_long_as_the_server(String shell) throws Exception {
    Process server = far.start("sleep", "1000");
    Process guard = guard(shell, of(server, started(server), PORT));
    BufferedReader err = guard.errorReader();
    assertThat(FarSide.line(err)).isEqualTo(SAYS + "ok");
    assertThat(guard.getInputStream().read()).isEqualTo('\n');
    server.destroyForcibly().waitFor();
    assertThat(guard.waitFor()).isEqualTo(1);
    assertThat(FarSide.line(err)).isEqualTo(SAYS + "gone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void takes_no_other_process_for_it(String shell) throws Exception {
    Process other = far.start("sleep", "1000");
    Process guard = guard(shell, of(other, started(other) + "0", PORT));
    assertThat(guard.waitFor()).isEqualTo(1);
    assertThat(FarSide.line(guard.errorReader())).isEqualTo(SAYS + "gone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void ends_when_nobody_hears_it(String shell) throws Exception {
    Process server = far.start("sleep", "1000");
    Process guard = guard(shell, of(server, started(server), PORT));
    guard.getInputStream().close();
    far.awaitNothingLeftOf(guard);
    assertThat(server.isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void says_that_the_socket_is_not_to_be_seen(String shell) throws Exception {
    Process server = far.start("sleep", "1000");
    var hidden = new Endpoint.Unix("/tmp/tunnels.none/s");
    Process guard = guard(shell, of(server, started(server), hidden));
    assertThat(guard.waitFor()).isEqualTo(1);
    assertThat(FarSide.line(guard.errorReader())).isEqualTo(SAYS + "hidden");
  }

  @Test
  void lets_nothing_through_that_a_shell_reads() {
    JobServer odd =
        new JobServer(
            "c1", PORT, 1, "$(id)", 0, Optional.empty(), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> NodeScripts.guard(FarSide.NONCE, odd))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Process guard(String shell, JobServer server) {
    return far.start(shell, "-c", NodeScripts.guard(FarSide.NONCE, server));
  }

  private static JobServer of(Process process, String started, Endpoint listens) {
    return new JobServer(
        "c1",
        listens,
        process.pid(),
        started,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String started(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
  }
}
