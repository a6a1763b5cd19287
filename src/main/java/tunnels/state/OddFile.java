package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;

/** Something in the place of a file of ours that is none: it is set aside, never opened. */
final class OddFile {

  static final String ENDING = ".damaged";

  private OddFile() {}

  /** The place, at which there is a regular file now, or nothing. */
  static Path cleared(Path file, Consumer<String> notices) throws IOException {
    boolean nothing = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!nothing && !RegularFile.isThere(file)) {
      setAside(file, "no file of ours", notices);
    }
    return file;
  }

  /** The same, with an empty file in place of nothing. */
  static Path madeRegular(Path file, Consumer<String> notices) throws IOException {
    if (!RegularFile.isThere(cleared(file, notices))) {
      RegularFile.append(file, "");
    }
    return file;
  }

  /**
   * @param why in words that follow "is"
   */
  static void setAside(Path file, String why, Consumer<String> notices) throws IOException {
    Path aside = aside(file);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      notices.accept(file + " is " + why + "; it was set aside as " + aside.getFileName());
    } catch (IOException e) {
      notices.accept(file + " is " + why + ", and cannot be set aside: " + FileFailure.why(e));
      throw e;
    }
  }

  /** Whatever is there already stays, if it is no file. */
  private static Path aside(Path file) {
    Path usual = file.resolveSibling(file.getFileName() + ENDING);
    return RegularFile.isThere(usual) || !Files.exists(usual, LinkOption.NOFOLLOW_LINKS)
        ? usual
        : file.resolveSibling(file.getFileName() + "." + System.nanoTime() + ENDING);
  }
}
