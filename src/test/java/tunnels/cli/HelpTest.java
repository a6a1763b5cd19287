package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import tunnels.process.LocalProcesses;

class HelpTest {

  private static final int COLUMNS = 80;

  @TestFactory
  Stream<DynamicTest> fits_a_terminal() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Path none = Path.of("/nonexistent");
    Surroundings surroundings =
        new Surroundings(nowhere, nowhere, Map.of(), none, "", InstantSource.system());
    return all(Cli.everything(new Context(surroundings, new LocalProcesses())).commandLine())
        .map(line -> DynamicTest.dynamicTest(name(line), () -> fits(line)));
  }

  private static Stream<CommandLine> all(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::all));
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }

  private static void fits(CommandLine line) {
    List<String> wide =
        line.getUsageMessage().lines().filter(text -> text.length() > COLUMNS).toList();
    assertThat(wide).isEmpty();
  }
}
