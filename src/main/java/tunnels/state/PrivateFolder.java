package tunnels.state;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tunnels.files.FolderListing;

/** A folder that nobody but its owner can enter, and whose owner is us. */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** What {@link Machine} names a folder. */
  private static final Pattern MACHINE = Pattern.compile("[0-9a-f]{6}");

  private PrivateFolder() {}

  /** Makes it, with its parents, or makes sure of it. */
  static Path make(Path folder) throws IOException {
    PosixFileAttributes there = attributes(folder);
    if (!there.isDirectory()) {
      throw new IOException(folder + " must be a folder, and no link to one");
    }
    if (!isUs(there.owner())) {
      throw new IOException(
          folder + " must be yours alone, but belongs to " + there.owner().getName());
    }
    if (!there.permissions().equals(OWNER)) {
      Files.setPosixFilePermissions(folder, OWNER);
    }
    return folder;
  }

  /**
   * Makes the one that a user may name, or makes sure of it. A folder with other things in it, as
   * {@code /tmp} or a home, is not shut: others need it.
   */
  static Path ofOurOwn(Path folder) throws IOException {
    PosixFileAttributes there = attributes(folder);
    boolean open = there.isDirectory() && !there.permissions().equals(OWNER);
    if (open && isUs(there.owner()) && !holdsOnlyMachines(folder)) {
      throw new IOException(
          folder
              + " is open to others and holds other files: name a folder of its own (--state DIR),"
              + " or chmod 700 it");
    }
    return make(folder);
  }

  private static boolean holdsOnlyMachines(Path folder) throws IOException {
    for (Path file : files(folder)) {
      boolean machine = MACHINE.matcher(String.valueOf(file.getFileName())).matches();
      if (!machine || !Files.isDirectory(file)) {
        return false;
      }
    }
    return true;
  }

  private static PosixFileAttributes attributes(Path folder) throws IOException {
    try {
      return Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
      return Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** What is in a folder; nothing where there is none. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return FolderListing.of(folder);
  }

  private static boolean isUs(UserPrincipal owner) throws IOException {
    UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      return owner.equals(users.lookupPrincipalByName(System.getProperty("user.name", "?")));
    } catch (UserPrincipalNotFoundException e) {
      return true; // a user without an entry in the password database: nobody to compare with
    }
  }
}
