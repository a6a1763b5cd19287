package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.cli.Cli;
import tunnels.cli.Surroundings;
import tunnels.fixture.CompletingShell;

/** What is offered, the same in every shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CompletionCases {

  private static final String COMMANDS =
      "up down restart status keepalive supervise hold check show probe logs history env ssh open"
          + " clean doctor init import export completion install uninstall";

  private Path home;
  private CompletingShell shell;

  abstract CompletingShell start(Path home) throws IOException;

  /** What {@code tunnels completion SHELL} prints. */
  static String text(String shell) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    Path none = Path.of("/nonexistent");
    int status =
        Cli.run(
            new Surroundings(printer, printer, Map.of(), none, "", InstantSource.system()),
            "completion",
            shell);
    assertThat(status).as(out.toString()).isZero();
    return out.toString();
  }

  @BeforeAll
  void profiles(@TempDir Path folder) throws IOException {
    home = folder;
    Path mine = Files.createDirectories(home.resolve(".config/tunnels/profiles"));
    profile(mine, "hpc-socks", "tags = [\"hpc\", 'lab']  # or \"none\"", "host = \"one\"");
    profile(mine, "hpc-web", "description = \"x\"", "tags = [", "  \"hpc\",  # \"none\"", "]");
    profile(mine, "notes.v2", "host = \"tags\"");
    Files.writeString(mine.resolve("Not A Name.toml"), "tags = [\"Not A Tag\"]");
    Files.writeString(mine.resolve("other.txt"), "");
    Path other = Files.createDirectories(home.resolve("other dir/profiles"));
    profile(other, "elsewhere", "tags=[\"far\"]");
    Files.createDirectories(home.resolve(".ssh"));
    Files.write(
        home.resolve(".ssh/config"),
        List.of("Host hpc login.site", "  host $(id) *.site !x \"q\" # y", "Hostname z"));
    shell = start(home);
  }

  private static void profile(Path folder, String name, String... lines) throws IOException {
    Files.write(folder.resolve(name + ".toml"), List.of(lines));
  }

  @AfterAll
  void end() throws IOException {
    shell.close();
  }

  @ParameterizedTest
  @CsvSource({
    "st,                               status",
    "'--config x st',                  '--config,x,status'",
    "'--help st',                      '--help,status'",
    "'up ',                            'up,hpc-socks,hpc-web,notes.v2,@hpc,@lab'",
    "'up hpc-',                        'up,hpc-socks,hpc-web'",
    "'up @',                           'up,@hpc,@lab'",
    "'up @l',                          'up,@lab'",
    "'down notes.v2 @h',               'down,notes.v2,@hpc'",
    "'show ',                          'show,hpc-socks,hpc-web,notes.v2'",
    "'show notes.v2 h',                'show,notes.v2,h'",
    "'status notes.v2 hpc-s',          'status,notes.v2,hpc-socks'",
    "'status --',                      'status,--help,--json,--prometheus,--version,--watch'",
    "'up --a',                         'up,--all'",
    "'logs -n 5 no',                   'logs,-n,5,notes.v2'",
    "'env --shell ',                   'env,--shell,csh,fish,sh'",
    "'env --shell=f',                  'env,--shell=fish'",
    "'env hpc-socks --sh',             'env,hpc-socks,--shell'",
    "'ssh notes.v2 -- ',               'ssh,notes.v2,--'",
    "'init ',                          'init,hpc,login.site'",
    "'init --host l',                  'init,--host,login.site'",
    "'import --host=h',                'import,--host=hpc'",
    "'completion ',                    'completion,bash,zsh'",
    "'nonsense ',                      'nonsense'",
  })
  void offers(String typed, String words) throws IOException {
    assertThat(shell.complete("tunnels " + typed)).containsExactlyInAnyOrder(words.split(","));
  }

  @ParameterizedTest
  @CsvSource({
    "'--config ~/other\\ dir show ',      '--config,HOME/other dir,show,elsewhere'",
    "'--config \"$HOME/other dir\" up ',  '--config,HOME/other dir,up,elsewhere,@far'",
    "'--config=other\\ dir up @',         '--config=other dir,up,@far'",
    "'--config /nonexistent up ',         '--config,/nonexistent,up'",
    "'--config ~/oth',                    '--config,HOME/other dir'",
  })
  void looks_where_the_option_says(String typed, String words) throws IOException {
    String[] expected = words.replace("HOME", home.toString()).split(",");
    assertThat(shell.complete("cd; tunnels " + typed)).containsExactlyInAnyOrder(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'TUNNELS_CONFIG=$HOME/other\\ dir',                elsewhere",
    "'TUNNELS_CONFIG= XDG_CONFIG_HOME=/nonexistent',    ''",
  })
  void looks_where_the_environment_says(String variables, String name) throws IOException {
    String line = variables + "; tunnels show ";
    List<String> expected = name.isEmpty() ? List.of("show") : List.of("show", name);
    shell.complete(variables + "; tunnels ");
    assertThat(shell.complete(line)).isEqualTo(expected);
    shell.complete("unset TUNNELS_CONFIG XDG_CONFIG_HOME; tunnels ");
  }

  @Test
  void offers_every_command() throws IOException {
    assertThat(shell.complete("tunnels ")).containsExactlyInAnyOrder(COMMANDS.split(" "));
  }
}
