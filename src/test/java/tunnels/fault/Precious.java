package tunnels.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of somebody else's, in a place of ours; it must be as it was in the end. */
record Precious(Path file) implements AutoCloseable {

  private static final String TEXT = "precious";

  /** Instead of whatever is there. */
  static Precious at(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.writeString(file, TEXT);
    return new Precious(file);
  }

  @Override
  public void close() throws IOException {
    assertThat(file).content().isEqualTo(TEXT);
    Files.delete(file);
  }
}
