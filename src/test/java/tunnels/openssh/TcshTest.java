package tunnels.openssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import tunnels.fixture.RequiresTcsh;

/** The login shell that reads words most unlike the others. */
@RequiresTcsh
class TcshTest {

  @Test
  void runs_a_line_with_any_path_as_its_word() throws Exception {
    Process which = new ProcessBuilder("test-fixtures/tcsh", "--which").start();
    RemoteShellTest.runsItsLine(new String(which.getInputStream().readAllBytes(), UTF_8).strip());
  }
}
