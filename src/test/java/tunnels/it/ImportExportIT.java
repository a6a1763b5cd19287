package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Ports;
import tunnels.fixture.Socks;
import tunnels.fixture.Workbench;

/** What is exported is run by ssh alone and carries bytes; what is imported comes up. */
class ImportExportIT {

  private static final int SECONDS = 30;

  private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final HttpPage page = bench.keep(new HttpPage("permitted"));
  private final int port = Ports.free();
  private final int proxy = Ports.free();
  private final List<Process> started = new ArrayList<>();

  ImportExportIT() throws IOException {}

  @AfterEach
  void end() throws Exception {
    for (Process each : started) {
      each.destroy();
      each.waitFor();
    }
    bench.close();
  }

  @Test
  void an_exported_command_line_does_the_same_without_tunnels() throws Exception {
    profile();
    String line = bench.expect(0, "export", "a").out();
    start("sh", "-c", "exec " + line);
    carries();
    bench.expect(0, "import", "--name", "b", "--", line.strip());
    assertThat(Files.readString(bench.profileFile("b"))).contains("permit = [\"localhost:");
  }

  @Test
  void an_exported_host_does_the_same_without_tunnels_and_is_imported_with_its_forwards()
      throws Exception {
    profile();
    Path block = block();
    start("ssh", "-F", block.toString(), "-N", "a");
    carries();
    bench.expect(0, "import", "--name", "b", "--host", "a", "--config-file", block.toString());
    assertThat(bench.status("b").get("forwards").toString())
        .isEqualTo(bench.status("a").get("forwards").toString());
  }

  @Test
  void an_exported_login_brings_the_tunnel_up_and_goes_through_it() throws Exception {
    profile();
    Path block = block();
    for (int login = 1; login <= 2; login++) {
      Process ssh = start("ssh", "-F", block.toString(), "a-login", "echo there");
      assertThat(new String(ssh.getInputStream().readAllBytes(), UTF_8)).endsWith("there\n");
      assertThat(ssh.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(ssh.exitValue()).isZero();
      assertThat(bench.status("a").get("phase").getAsString()).isEqualTo("up");
      assertThat(bench.sshd().logins()).as("the tunnel's, and each session's").isEqualTo(1 + login);
    }
    carries();
  }

  @Test
  void an_exported_login_says_why_there_is_none() throws Exception {
    profile();
    Path block = block();
    bench.sshd().stop();
    Process ssh = start("ssh", "-F", block.toString(), "a-login", "true");
    String said = new String(ssh.getErrorStream().readAllBytes(), UTF_8);
    assertThat(ssh.waitFor()).isEqualTo(255);
    assertThat(said).contains("refused", "a is waiting: tunnels up a");
    bench.sshd().startAgain();
  }

  @Test
  void an_imported_command_line_comes_up() throws Exception {
    String config = bench.userConfigFile().toString();
    bench.expect(
        0,
        "import",
        "--name",
        "i",
        "--",
        "autossh",
        "-M",
        "0",
        "-f",
        "-NF",
        config,
        "-L",
        port + ":localhost:" + echo.port(),
        "fixture");
    bench.expect(0, "up", "i");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void never_writes_over_a_profile_and_never_invents_a_permit() throws Exception {
    var first = bench.run("import", "--name", "i", "--", "ssh", "-R", "2020", "fixture");
    assertThat(first.status()).isEqualTo(2);
    assertThat(first.err()).contains("--permit any", "\"permit\" is empty");
    String written = Files.readString(bench.profileFile("i"));
    var second = bench.run("import", "--name", "i", "--", "ssh", "-D", "1080", "fixture");
    assertThat(second.err()).contains("stays as it is");
    assertThat(second.status()).isEqualTo(2);
    assertThat(Files.readString(bench.profileFile("i"))).isEqualTo(written);
  }

  @Test
  void a_crontab_is_imported_as_crontab_prints_it_and_comes_up() throws Exception {
    String autossh = "autossh -M 0 -NF '" + bench.userConfigFile() + "' -L ";
    Path crontab = bench.dir().resolve("crontab");
    Files.writeString(
        crontab,
        """
        @reboot su - me -c "%1$s%2$d:localhost:%3$d fixture"
        * * * * * pgrep -f x || %1$s%4$d:localhost:%3$d fixture
        * * * * * autossh -M 0 fixture
        """
            .formatted(autossh, port, echo.port(), Ports.free()));
    List<String> stdin = List.of("sh", "-c", "exec \"$0\" \"$@\" <'" + crontab + "'");
    var imported = bench.launch(Map.of(), stdin, "import", "--file", "-").expect(2);
    assertThat(imported.err())
        .contains(
            "tunnels import --host fixture",
            "2 of 3 commands became profiles",
            "crontab -e, comment out lines 1, 2");
    bench.expect(0, "up", "fixture-" + port);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_folder_is_imported_file_by_file_and_a_second_time_changes_nothing() throws Exception {
    Path folder = Files.createDirectory(bench.dir().resolve("files"));
    Files.writeString(folder.resolve("web@.service"), "[Service]\nExecStart=ssh -ND 1 %i\n");
    Files.writeString(folder.resolve("db.service"), "[Service]\nExecStart=ssh -N -D 2 h\n");
    Files.writeString(folder.resolve("notes"), "nothing of ssh here: it's a note");
    Files.write(folder.resolve("picture"), new byte[] {(byte) 0xff, 0});
    String instance = folder.resolve("web@h.service").toString();
    assertThat(bench.expect(0, "import", "--file", instance).err())
        .contains("systemctl --user disable --now web@h.service");
    var run = bench.expect(2, "import", "--file", folder.toString());
    assertThat(run.err())
        .contains("1 of 2 commands became profiles", "--file web@INSTANCE.service");
    assertThat(bench.profileFile("h")).content().contains("dynamic = \"1\"");
    assertThat(bench.profileFile("db")).content().contains("dynamic = \"2\"");
    var again = bench.expect(2, "import", "--file", folder.toString());
    assertThat(again.err()).contains("db: is there already, the same");
  }

  @Test
  void what_is_no_file_of_text_is_refused_in_words() throws Exception {
    for (String file : List.of("/dev/zero", "/nowhere/to/be/found")) {
      var run = bench.expect(2, "import", "--file", file);
      assertThat(run.err()).contains(file).doesNotContain("Exception");
    }
  }

  private void profile() throws IOException {
    String permit = "\npermit = [\"localhost:" + page.port() + "\"]";
    bench.tunnel("a", local(port, echo.port()), "remote = \"" + proxy + "\"" + permit);
  }

  private Path block() throws IOException {
    String text = bench.expect(0, "export", "a", "--as", "ssh_config").out();
    return Files.writeString(bench.dir().resolve("block"), text);
  }

  private void carries() throws IOException {
    await().until(() -> EchoServer.carries(port));
    Socks socks = Socks.on(proxy);
    await().ignoreExceptions().until(() -> socks.get("localhost", page.port(), "/").isPresent());
    assertThat(socks.get("localhost", echo.port(), "/")).as("not permitted").isEmpty();
  }

  private Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    bench.environment(builder.environment());
    String path = Path.of(Workbench.launcher()).getParent() + ":" + System.getenv("PATH");
    builder.environment().put("PATH", path);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
