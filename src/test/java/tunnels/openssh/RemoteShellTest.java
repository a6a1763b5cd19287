package tunnels.openssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.FakeProcesses;
import tunnels.profile.Destination;

class RemoteShellTest {

  private static final Destination HOST =
      new Destination("me@hpc", Optional.of("me"), "hpc", Optional.empty());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run/s", "/a b", "it's", "''", "$HOME", "`id`", "a\\b", "a\nb", "*", "-rf", "\"", "!"
      })
  void quotes_a_word_so_that_a_shell_gives_it_back(String text) throws Exception {
    String script = "printf %s " + RemoteShell.quote(text);
    Process sh = new ProcessBuilder("sh", "-c", script).start();
    assertThat(new String(sh.getInputStream().readAllBytes(), UTF_8)).isEqualTo(text);
  }

  @Test
  void lets_the_login_shell_see_no_word_of_the_script_and_never_logs_in_anew() {
    FakeProcesses processes = new FakeProcesses();
    var shell = new RemoteShell(processes);
    var unused = shell.run(new ControlSocket(Path.of("/s/c")), HOST, "rm x", Duration.ofSeconds(1));
    List<String> command = processes.commands().get(0);
    assertThat(command)
        .containsSequence("-F", "none")
        .containsSequence("-S", "/s/c")
        .contains("-a", "-x", "-T", "ProxyCommand=false", "BatchMode=yes")
        .endsWith("--", "me@hpc", "exec sh");
  }

  @Test
  void gives_a_person_the_config_of_the_profile_but_no_forwards_of_it() {
    List<String> command =
        UserSession.command(
            new ControlSocket(Path.of("/s/c")),
            Optional.of(Path.of("/c")),
            List.of("-t"),
            HOST,
            List.of("echo", "a b"));
    assertThat(command)
        .containsSequence("-F", "/c", "-S", "/s/c")
        .contains("ClearAllForwardings=yes", "RemoteCommand=none", "ProxyCommand=false")
        .endsWith("-t", "--", "me@hpc", "echo", "a b");
  }
}
