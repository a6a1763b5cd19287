package tunnels.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tunnels.openssh.Classifier;
import tunnels.openssh.FailureKind;

/**
 * What ssh of each version really said, as {@code ClientsContainerIT} and {@code
 * FrozenPeerContainerIT} left it in target/ssh-texts: to record anew, run them and copy the folder
 * over.
 */
class ClassifierTextsTest {

  private static final Path TEXTS = Path.of("src/test/resources/ssh-texts");

  static List<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(TEXTS)) {
      return folders.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void every_text_is_told_for_what_it_was(Path version) throws IOException {
    Map<String, String> told = new TreeMap<>();
    try (Stream<Path> files = Files.list(version)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".txt", "");
        told.put(name, Classifier.classify(Files.readString(file)).kind().word());
      }
    }
    Map<String, String> expected = new Cases("192.0.2.1").kinds();
    expected.put("keepalive", FailureKind.KEEPALIVE.word());
    assertThat(told).isEqualTo(expected);
  }
}
