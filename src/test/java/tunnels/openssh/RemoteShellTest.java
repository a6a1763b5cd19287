package tunnels.openssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private static final ControlSocket SOCKET = new ControlSocket(Path.of("/s/c"));
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
  void gives_the_script_of_one_line_to_the_login_shell_and_never_logs_in_anew() {
    FakeProcesses processes = new FakeProcesses().ending(0, "\033]0;x\007\ntunnels-said=no;", "");
    RemoteAnswer answer =
        new RemoteShell(processes).ask(SOCKET, HOST, Duration.ofSeconds(1), "say no", "a b");
    List<String> command = processes.commands().get(0);
    assertThat(command)
        .containsSequence("-F", "none")
        .containsSequence("-S", "/s/c")
        .contains("-a", "-x", "-T", "ProxyCommand=false", "BatchMode=yes");
    assertThat(command.get(command.size() - 1)).startsWith("exec sh -c '").endsWith(" 'a b'");
    assertThat(answer.said()).as("no end").isEmpty();
  }

  @Test
  void shows_nobody_there_a_script_of_many_lines() {
    FakeProcesses processes = new FakeProcesses().ending(0, "motd\ntunnels-begin\nx\n", "");
    RemoteAnswer answer =
        new RemoteShell(processes).run(SOCKET, HOST, "secret\n", Duration.ofSeconds(1));
    assertThat(processes.commands().get(0)).endsWith("--", "me@hpc", "exec sh");
    assertThat(answer.said()).contains("\nx\n");
  }

  /** Each as a login shell with its command, and as one that took its place and reads stdin. */
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void a_shell_runs_a_line_with_any_path_as_its_word(String shell) throws Exception {
    runsItsLine(shell);
  }

  static void runsItsLine(String shell) throws Exception {
    String path = "/a b'c\\d!e\u00e4*$HOME`id`\"@%~\n%s";
    String script = RemoteShell.decode("p", 1) + "printf %s \"$p\"";
    String line = RemoteShell.line(script, RemoteShell.encode(path));
    assertThat(printed("", shell, "-c", line)).isEqualTo(path);
    assertThat(printed("\n\n" + line + "\n", shell)).isEqualTo(path);
  }

  private static String printed(String input, String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'a'", "echo \\a", "echo $!;", "[ !x ]"})
  void what_some_login_shell_reads_in_its_own_way_is_refused(String script) {
    assertThatThrownBy(() -> RemoteShell.line(script)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_scripts_are_lines_that_every_shell_takes() {
    assertThatCode(
            () -> {
              for (String script :
                  List.of(RemoteLeftovers.REMOVE, Session.SCRIPT, Session.END_SCRIPT)) {
                Process sh =
                    new ProcessBuilder("sh", "-n", "-c", script.strip().replaceAll("\\n *", " "))
                        .start();
                assertThat(sh.waitFor()).as(script).isZero();
                RemoteShell.line(script);
              }
            })
        .doesNotThrowAnyException();
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
