package tunnels.profile;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The path of a file on this machine, as a profile writes it. */
final class LocalPath {

  private LocalPath() {}

  /** The path with the home directory in place of {@code ~/}. */
  static String expanded(String text, Path home) {
    return text.startsWith("~/") ? home + text.substring(1) : text;
  }

  /**
   * Why this is not the whole path of a file that can be read, if it is not.
   *
   * @param what should stand there, as {@code "a jobscript"}
   */
  static Optional<String> wrong(String path, String what) {
    if (!path.startsWith("/")) {
      return Optional.of("depends on where tunnels runs: write the path from / or from ~/");
    }
    return isFile(path)
        ? Optional.empty()
        : Optional.of("is no file that can be read: write the path of " + what);
  }

  private static boolean isFile(String text) {
    try {
      File file = Path.of(text).toFile();
      return file.canRead() && (file.isFile() || text.equals("/dev/null"));
    } catch (InvalidPathException e) {
      // under LANG=C, as cron has it, Java knows no file whose name is not ASCII
      return false;
    }
  }
}
