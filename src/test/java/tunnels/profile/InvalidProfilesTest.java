package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each file of profiles-invalid says in its first lines what is wrong with it, and all of it. */
class InvalidProfilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/profiles-invalid");
  private static final String EXPECTED = "# line ";

  @TestFactory
  List<DynamicTest> everyInvalidProfileIsToldItsFaultAndTheRemedy() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(InvalidProfilesTest::test).toList();
    }
  }

  private static DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          Draft draft = new ProfileReader(Defaults.ours(), Path.of("/home/me")).read(file);
          assertThat(
                  draft.found().faults().stream().map(f -> EXPECTED + f.line() + ": " + f.what()))
              .isEqualTo(expected(file));
          assertThat(draft.valid()).isEmpty();
        });
  }

  private static List<String> expected(Path file) throws IOException {
    // one fixture is no UTF-8 below its first line
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.lines().takeWhile(line -> line.startsWith(EXPECTED)).toList();
  }
}
