package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.Pty;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** {@code init}: from questions on a terminal, or from options, to a tunnel. */
@Timeout(60)
class InitIT {

  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @Test
  void a_conversation_leads_to_a_tunnel_that_carries() throws Exception {
    int port = Ports.free();
    bench.userConfig("Host e\u001b[2Jvil *", "Host other");
    Pty pty = init();
    pty.shows("  1  other\r\n  2  fixture\r\n  3  login\r\n  4  hpc\r\nHost: ");
    answer(pty, "[1]: ", "2");
    answer(pty, "Its number [1]: ", "");
    answer(pty, "[8888]: ", String.valueOf(echo.port()));
    answer(pty, "Port here [", String.valueOf(port));
    String name = "fixture-" + echo.port();
    answer(pty, "Name of the tunnel [" + name + "]: ", "");
    answer(pty, "Bring it up now? [yes]: ", "");
    pty.shows("next: tunnels status");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.profileFile(name))
        .content()
        .isEqualTo(
            "host = \"fixture\"\n\n[[forward]]\nlocal = \"%d:localhost:%d\"\n"
                .formatted(port, echo.port()));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.profileFile(name))))
        .isEqualTo("rw-------");
    assertThat(pty.shown())
        .contains("1 profile, no fault", "ssh -N", "every user of this machine can connect")
        .doesNotContain("\u001b[2J");
  }

  @Test
  void ssh_may_ask_before_it_is_up() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    Pty pty = init("fixture", "-D", String.valueOf(Ports.free()), "--name", "a");
    answer(pty, "Bring it up now? [yes]: ", "y");
    answer(pty, "(yes/no/[fingerprint])?", "yes");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(bench.phase("a")).isEqualTo("up");
  }

  @Test
  void a_port_or_a_name_that_is_taken_is_neither_proposed_nor_accepted() throws Exception {
    int bound = echo.port();
    bench.tunnel("fixture-" + bound, "dynamic = \"" + (bound + 1) + "\"");
    Pty pty = init("--no-up");
    answer(pty, "Host: ", "fixture");
    answer(pty, "Its number [1]: ", "");
    answer(pty, "[8888]: ", String.valueOf(bound));
    answer(pty, "Port here [", String.valueOf(bound));
    pty.shows("port " + bound + ": taken, by ");
    pty.type(bound + 1 + "\n");
    pty.shows("port " + (bound + 1) + " is that of the profile \"fixture-" + bound + "\"");
    assertThat(pty.shown())
        .doesNotContain("Port here [" + bound + "]", "Port here [" + (bound + 1) + "]");
    pty.type("\n");
    answer(pty, "Name of the tunnel [fixture-" + bound + "-2]: ", "");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(bench.phase("fixture-" + bound + "-2")).isEqualTo("down");
  }

  @ParameterizedTest
  @CsvSource({"'" + CTRL_C + "', 130", "'" + CTRL_D + "', 1"})
  void broken_off_it_leaves_nothing(String key, int status) throws Exception {
    Pty pty = init("fixture", "-L", "8080:localhost:80");
    pty.shows("Name of the tunnel [fixture-80]: ");
    pty.type(key);
    assertThat(pty.finish()).as(pty.shown()).isEqualTo(status);
    pty.shows("nothing was written");
    assertThat(profiles()).isEmpty();
  }

  @Test
  void options_do_without_a_terminal() throws Exception {
    int port = Ports.free();
    String forward = port + ":localhost:" + echo.port();
    Run down = bench.expect(0, "init", "fixture", "-L" + forward, "--name", "a");
    assertThat(down.out()).isEqualTo(bench.profileFile("a") + "\n");
    assertThat(bench.phase("a")).isEqualTo("down");
    String proxy = String.valueOf(Ports.free());
    bench.expect(
        0,
        "init",
        "--host=fixture",
        "--local",
        forward,
        "-R",
        proxy,
        "--permit",
        "a:1",
        "--permit=b:*",
        "--name=b",
        "--up");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.profileFile("b")).content().contains("permit = [\"a:1\", \"b:*\"]");
  }

  @Test
  void a_failed_one_says_what_to_do_about_it_and_an_odd_host_raises_a_doubt() throws Exception {
    String forward = Ports.free() + ":localhost:" + echo.port();
    Run failed = bench.run("init", "fixtrue", "-L", forward, "--name", "a", "--up");
    assertThat(failed.status()).isNotZero();
    assertThat(failed.err())
        .contains("is called fixtrue: did you mean fixture?", "tunnels doctor a; then tunnels up a")
        .doesNotContain("to keep it up");
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                             'give --host HOST, a forward (-L, -D or -R), --name NAME'",
    "fixture -R 2020 --name a,                       give --permit HOST:PORT",
    "fixture --host fixture,                         not both",
    "fixture -D 1080 --name a --up --no-up,          not both",
    "-D 1080 --name a -- -oProxyCommand=x,           begins with a dash",
    "fixture -D 1:b:2 --name a,                      has a destination",
    "fixture -L 1:a:99999 --name a,                  port",
    "fixture -R 1 --permit *.a:1 --name a,           whole names",
    "fixture -D 1080 --name A,                       is no name",
    "fixture -D 1080 --name taken,                   already",
  })
  void a_wrong_or_missing_option_is_told_and_writes_nothing(String words, String told)
      throws Exception {
    bench.profile("taken", "host = \"fixture\"");
    List<String> all = Stream.of(("init " + words).strip().split(" ")).toList();
    assertThat(bench.expect(2, all.toArray(String[]::new)).err()).contains(told);
    assertThat(profiles()).containsExactly(bench.profileFile("taken"));
  }

  @Test
  void settings_with_a_fault_are_told_before_anything_is_written() throws Exception {
    bench.settings("nonsense = 1");
    Run run = bench.expect(2, "init", "fixture", "-D", "1080", "--name", "a");
    assertThat(run.err()).contains("config.toml:1: ");
    assertThat(profiles()).isEmpty();
    bench.settings();
  }

  private Pty init(String... options) throws IOException {
    String[] words = Stream.concat(Stream.of("init"), Stream.of(options)).toArray(String[]::new);
    return Pty.run(bench, Map.of("NO_COLOR", "1"), words);
  }

  private static void answer(Pty pty, String question, String answer) throws IOException {
    pty.shows(question);
    pty.type(answer + "\n");
  }

  private List<Path> profiles() throws IOException {
    try (Stream<Path> files = Files.list(bench.dir().resolve("c/profiles"))) {
      return files.toList();
    }
  }
}
