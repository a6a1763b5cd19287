package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.Forward.Kind;
import tunnels.profile.Job.OnDown;
import tunnels.profile.Job.Route;
import tunnels.profile.Job.Server;

class JobReaderTest {
  private static final String HOST = "host = \"hpc\"\n";
  private static final String FORWARD = "[[forward]]\nserver = \"8787\"\n";

  @TempDir private Path home;

  @Test
  void everyKeyIsRead() throws Exception {
    Profile profile =
        read(
            """
            host = "hpc"

            [job]
            scheduler = "slurm"
            server = "rstudio"
            setup = ["module purge", "module load rstudio"]
            sbatch = ["--time=12:00:00", "--exclusive"]
            route = "socket"
            on_down = "keep"
            expose = true

            [[forward]]
            server = "*:8787"
            expose = true
            label = "rstudio"
            probe = "http"
            open = "/"

            [[forward]]
            local = "8080:localhost:80"
            """);
    assertThat(profile.job())
        .contains(
            new Job(
                Server.RSTUDIO,
                Optional.empty(),
                Optional.empty(),
                List.of("module purge", "module load rstudio"),
                List.of("--time=12:00:00", "--exclusive"),
                Route.SOCKET,
                OnDown.KEEP,
                true,
                3));
    Forward forward = profile.forwards().get(0);
    assertThat(forward.kind()).isEqualTo(Kind.SERVER);
    assertThat(forward.listen()).hasToString("*:8787");
    assertThat(forward.target()).isEmpty();
    assertThat(forward.socks()).isFalse();
    assertThat(forward.listensRemotely()).isFalse();
    assertThat(forward.open()).contains("/");
  }

  @Test
  void aJobThatSaysLittleGetsOurDefaults() throws Exception {
    Profile profile = read(HOST + FORWARD + "[job]\ncommand = \"exec my-server\"\n");
    assertThat(profile.job())
        .contains(
            new Job(
                Server.COMMAND,
                Optional.of("exec my-server"),
                Optional.empty(),
                List.of(),
                List.of(),
                Route.AUTO,
                OnDown.CANCEL,
                false,
                4));
  }

  @ParameterizedTest(name = "a jobscript beside \"{0}\" runs {1}")
  @CsvSource({"'', COMMAND", "server = 'jupyter', JUPYTER"})
  void aJobscriptGoesWithAServerOrWithout(String line, Server server) throws Exception {
    Path script = Files.createFile(home.resolve("my.sbatch"));
    String job = "[job]\nscript = \"~/my.sbatch\"\n" + line.replace('\'', '"') + "\n";
    Job read = read(HOST + FORWARD + job).job().orElseThrow();
    assertThat(read.script()).contains(script);
    assertThat(read.server()).isEqualTo(server);
    assertThat(read.command()).isEmpty();
  }

  @Test
  void aProfileWithoutJobHasNone() throws Exception {
    assertThat(read(HOST + "[[forward]]\nlocal = \"8080:localhost:80\"\n").job()).isEmpty();
  }

  @Test
  void noRemoteCommandsByConfigTomlIsAFaultToo() throws Exception {
    Files.writeString(home.resolve("config.toml"), "[ssh]\nremote_commands = false\n");
    assertThat(catalog(HOST + FORWARD + "[job]\nserver = \"jupyter\"\n").faults())
        .singleElement()
        .returns(4, Fault::line)
        .asString()
        .contains("remote_commands = true");
  }

  private Profile read(String text) throws Exception {
    Catalog catalog = catalog(text);
    assertThat(catalog.faults()).isEmpty();
    assertThat(catalog.warnings()).isEmpty();
    return catalog.profiles().get("a");
  }

  private Catalog catalog(String text) throws Exception {
    Files.writeString(Files.createDirectory(home.resolve("profiles")).resolve("a.toml"), text);
    return Catalogs.read(home, home);
  }
}
