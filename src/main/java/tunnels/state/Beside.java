package tunnels.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import tunnels.files.RegularFile;

/** Files that come into their place whole: written beside it, and renamed. */
final class Beside {

  /** What names a file that is on its way; whoever was killed has left it. */
  static final String PREFIX = ".new";

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int TRIAL = 64 * 1024;

  private Beside() {}

  /**
   * Readable by its owner alone. Nobody ever sees a part of it, nor the place without a file.
   *
   * @return what it is told by from the files of others
   */
  static Stamp write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(name());
    try {
      Files.createFile(beside, OURS);
    } catch (FileAlreadyExistsException e) {
      return write(file, text);
    }
    try {
      RegularFile.write(beside, text);
      Stamp written = Stamp.of(beside);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } catch (IOException e) {
      Files.deleteIfExists(beside); // where the disk is full
      throw e;
    }
  }

  /** Why no file can come into this folder, if so; one that is larger than any of ours is tried. */
  static Optional<IOException> trial(Path folder) {
    Path file = folder.resolve(name());
    try {
      var unused = write(file, "x".repeat(TRIAL));
      Files.delete(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** Not of Files.createTempFile, which loads the security providers (src/docs/startup.md). */
  private static String name() {
    return PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong());
  }
}
