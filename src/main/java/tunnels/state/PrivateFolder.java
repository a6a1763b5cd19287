package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder that nobody but its owner can enter, and whose owner is us. */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /** Makes it, with its parents, or makes sure of it. */
  static Path make(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " must be a folder, and no link to one");
    }
    UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
    if (!isUs(folder, owner)) {
      throw new IOException(folder + " must be yours alone, but belongs to " + owner.getName());
    }
    if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER)) {
      Files.setPosixFilePermissions(folder, OWNER);
    }
    return folder;
  }

  /** What is in a folder; nothing where there is none. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static boolean isUs(Path folder, UserPrincipal owner) throws IOException {
    String us = System.getProperty("user.name", "?");
    try {
      return owner.equals(
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(us));
    } catch (UserPrincipalNotFoundException e) {
      return true; // a user without an entry in the password database: nobody to compare with
    }
  }
}
