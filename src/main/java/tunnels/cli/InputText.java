package tunnels.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;

/** Text that a user hands in: a file, or {@code -} for standard input. */
final class InputText {

  static final String STDIN = "-";

  /** Far more than anybody writes by hand. */
  private static final int MOST = 1024 * 1024;

  private InputText() {}

  /**
   * @param name as it was typed
   * @param file that it stands for
   * @throws UsageError with the reason, if it cannot be read
   */
  static String read(String name, Path file) {
    return new String(bytes(name, file), UTF_8);
  }

  /** The same, as it is. */
  static byte[] bytes(String name, Path file) {
    try {
      byte[] bytes = name.equals(STDIN) ? stdin() : RegularFile.first(file, MOST + 1);
      if (bytes.length > MOST) {
        throw new IOException("is longer than 1 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw new UsageError(name + ": " + FileFailure.why(e));
    }
  }

  private static byte[] stdin() throws IOException {
    InputStream in = new FileInputStream(FileDescriptor.in);
    return in.readNBytes(MOST + 1);
  }
}
