package tunnels.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Consumer;
import tunnels.files.RegularFile;

/** What a start of ssh needs: the file of its {@code -F}, and one for {@code -E} to append to. */
final class SshFiles {

  /** Room for what ssh says of a failure: without its words nobody knows whether to try again. */
  private static final long ROOM = 64 * 1024;

  private static final int LONGEST = 64 * 1024;

  private SshFiles() {}

  static void make(Path folder, String config, Consumer<String> notices) throws IOException {
    if (isFull(folder)) {
      throw full(folder);
    }
    Path file = folder.resolve("ssh_config");
    if (!says(file, config)) {
      Beside.write(OddFile.cleared(file, notices), config);
    }
    RegularFile.append(OddFile.cleared(folder.resolve("log"), notices), "");
  }

  static boolean isFull(Path folder) {
    return folder.toFile().getUsableSpace() < ROOM;
  }

  static IOException full(Path folder) {
    return new FileSystemException(folder.toString(), null, "No space left on device");
  }

  private static boolean says(Path file, String config) throws IOException {
    return RegularFile.isThere(file) && RegularFile.tail(file, 0, LONGEST).text().equals(config);
  }
}
