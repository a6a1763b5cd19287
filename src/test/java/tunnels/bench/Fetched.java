package tunnels.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The peers that {@code test-fixtures/prepare bench} has unpacked, or that are installed. */
final class Fetched {

  private static final Path UNPACKED =
      Path.of(System.getProperty("basedir", ""), "target/autossh").toAbsolutePath();

  private Fetched() {}

  /** The program itself: Debian's /usr/bin/autossh is a script that only picks ports. */
  static Path autossh() {
    return Stream.of("/usr/lib/autossh/autossh", UNPACKED + "/usr/lib/autossh/autossh")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no autossh: test-fixtures/prepare bench"));
  }
}
