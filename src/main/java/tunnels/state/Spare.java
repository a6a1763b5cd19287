package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A private folder on another file system, for the files that a start of ssh cannot do without
 * where the state's takes none. It goes with this process: ssh reads its own before it is in the
 * background, and writes on into a log that nobody finds any more.
 */
final class Spare implements AutoCloseable {

  /** The first is in memory on Linux, whatever the disk is. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/dev/shm"),
          Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
          Path.of("/var/tmp"));

  private Optional<Path> made = Optional.empty();

  /** Made where there is none. */
  synchronized Path folder() throws IOException {
    IOException failure = new IOException("no folder for temporary files");
    for (Path place : made.isPresent() ? List.<Path>of() : PLACES) {
      try {
        made = Optional.of(Files.createTempDirectory(place, "tunnels"));
        break;
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    if (made.isEmpty()) {
      throw failure;
    }
    return made.get();
  }

  @Override
  public synchronized void close() throws IOException {
    if (made.isPresent()) {
      Leftovers.remove(made.get());
    }
  }
}
