package tunnels.profile;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The path of a file on this machine, as a profile writes it. */
final class LocalPath {

  private static final String NULL = "/dev/null";
  private static final String DEVICE = "unix:rdev";
  private static final int UNDECODED = '\uFFFD';

  private LocalPath() {}

  /** The path with the home directory in place of {@code ~/}. */
  static String expanded(String text, Path home) {
    return text.startsWith("~/") ? home + text.substring(1) : text;
  }

  /** Whether it says that there is no file: {@code none} as ssh reads it, or the null device. */
  static boolean isNothing(String text) {
    return text.equalsIgnoreCase("none") || isNullDevice(text);
  }

  /** By whatever name: a link, or a device of a container's own. */
  private static boolean isNullDevice(String text) {
    if (text.equals(NULL)) {
      return true;
    }
    try {
      Path path = Path.of(text);
      return path.isAbsolute()
          && Files.readAttributes(path, BasicFileAttributes.class).isOther()
          && Files.getAttribute(path, DEVICE).equals(Files.getAttribute(Path.of(NULL), DEVICE));
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return false;
    }
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
    Optional<String> never = impossible(path);
    if (never.isPresent()) {
      return never;
    }
    return isFile(path)
        ? Optional.empty()
        : Optional.of("is no file that can be read: write the path of " + what);
  }

  /**
   * Why no file is meant by this, if none is: where the system has no locale in UTF-8, Java knows
   * paths in ASCII alone, and U+FFFD stands for bytes of the home directory that are not UTF-8.
   */
  static Optional<String> impossible(String path) {
    if (path.indexOf(UNDECODED) >= 0) {
      return Optional.of("has bytes that are not UTF-8: write the path of another file");
    }
    try {
      var unused = Path.of(path);
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.of(
          "cannot be said in the encoding of this system ("
              + System.getProperty("sun.jnu.encoding")
              + "): write a path in ASCII, or install the locale C.UTF-8 and run"
              + " lib/tunnels/rehearse");
    }
  }

  private static boolean isFile(String text) {
    File file = Path.of(text).toFile();
    return file.canRead() && (file.isFile() || text.equals(NULL));
  }
}
