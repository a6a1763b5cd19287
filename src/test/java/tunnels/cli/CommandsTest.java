package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.process.LocalProcesses;

/** Only the command that is asked for is made; which it is must be told as picocli will tell it. */
class CommandsTest {

  @ParameterizedTest
  @CsvSource({
    "up a,                               UpCommand",
    "status,                             StatusCommand",
    "down up,                            DownCommand",
    "--config up down,                   DownCommand",
    "--state down --config up status,    StatusCommand",
    "--config=up down,                   DownCommand",
    "--config --state keepalive,         KeepaliveCommand",
    "ssh a -- down,                      SshCommand",
    "--help up,                          UpCommand",
    "up --help,                          UpCommand",
  })
  void makes_the_one_that_is_named(String arguments, String command) {
    assertThat(made(arguments)).containsExactly(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "--version", "--config up", "-h", "--confg x up", "-x up"})
  void makes_none_where_no_word_is_or_an_unknown_option_before_it(String arguments) {
    assertThat(made(arguments)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fly", "--config up fly"})
  void makes_all_where_the_word_is_none_of_them(String arguments) {
    assertThat(made(arguments)).contains("UpCommand", "DownCommand", "CleanCommand");
  }

  @ParameterizedTest
  @CsvSource({"--confg x up --all, --confg", "--bogus status, --bogus", "up --bogus, --bogus"})
  void names_the_option_that_it_does_not_know(String arguments, String option) {
    StringWriter said = new StringWriter();
    int status = Cli.run(surroundings(new PrintWriter(said)), arguments.split(" "));
    assertThat(said.toString()).startsWith("tunnels: Unknown option: '" + option + "'");
    assertThat(status).isEqualTo(Exit.USAGE.status());
  }

  private static List<String> made(String arguments) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Commands(new Context(surroundings(nowhere), new LocalProcesses()))
        .asked(words).stream().map(line -> line.getCommand().getClass().getSimpleName()).toList();
  }

  private static Surroundings surroundings(PrintWriter err) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Surroundings(
        nowhere, err, Map.of(), Path.of("/nonexistent"), "", InstantSource.system());
  }
}
