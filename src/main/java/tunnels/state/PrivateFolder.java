package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder that nobody but its owner can enter, and whose owner is us. */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /** Makes it, with its parents, or makes sure of it. */
  static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
    }
    if (!Files.getPosixFilePermissions(folder).equals(OWNER)) {
      claim(folder);
    }
    return folder;
  }

  private static void claim(Path folder) throws IOException {
    try {
      Files.setPosixFilePermissions(folder, OWNER);
    } catch (IOException e) {
      String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
      throw new IOException(
          folder + " must be yours alone (mode 0700), but belongs to " + owner, e);
    }
  }
}
