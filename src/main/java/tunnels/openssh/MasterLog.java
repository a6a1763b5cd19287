package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tunnels.files.RegularFile;

/** The file that ssh appends to ({@code -E}), and stderr with it. */
final class MasterLog {

  private static final int LONGEST = 64 * 1024;

  private final Path file;

  MasterLog(Path file) {
    this.file = file;
  }

  long size() throws IOException {
    return RegularFile.isThere(file) ? Files.size(file) : 0;
  }

  String lastLine() throws IOException {
    return since(0).lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
  }

  /** What was written after the file had this size; the end of it, where that is a lot. */
  String since(long position) throws IOException {
    return LogText.decoded(bytesSince(position));
  }

  /** The same, with as many bytes as the file has. */
  String bytesSince(long position) throws IOException {
    if (size() <= position) {
      return "";
    }
    return RegularFile.tail(file, position, LONGEST).text();
  }
}
