package tunnels.openssh;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A regular file or a folder that belongs to us: the only things whose permissions are advised on,
 * since ssh looks at no others. Devices, FIFOs and what belongs to somebody else are none.
 *
 * @param path as it was named
 * @param real where its links lead to
 */
record OwnFile(Path path, Path real, Set<PosixFilePermission> permissions) {

  private static final int STICKY = 01000;

  /** The regular file that ssh reads there, through links as ssh does. */
  static Optional<OwnFile> file(Path path) {
    return read(path).filter(file -> Files.isRegularFile(file.real, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * A folder for keys; none that others need to enter: one that the home is in, or a shared one.
   *
   * @param home what must stay as it is
   */
  static Optional<OwnFile> folder(Path path, Path home) {
    return read(path)
        .filter(folder -> Files.isDirectory(folder.real, LinkOption.NOFOLLOW_LINKS))
        .filter(folder -> !real(home).startsWith(folder.real) && !folder.isSticky());
  }

  private static Optional<OwnFile> read(Path path) {
    try {
      Path real = path.toRealPath();
      PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
      return isOurs(attributes)
          ? Optional.of(new OwnFile(path, real, attributes.permissions()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there, or not to be seen: said elsewhere where it matters
    }
  }

  boolean hasAny(Set<PosixFilePermission> unwanted) {
    for (PosixFilePermission each : unwanted) {
      if (permissions.contains(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it can be changed without asking: a link may lead to a file that others are meant to
   * read, and so may a second name of the same file.
   */
  boolean isPlain() {
    return !Files.isSymbolicLink(path) && (Files.isDirectory(real) || unix("nlink") == 1);
  }

  /**
   * Takes permissions away.
   *
   * @throws IOException also if it is not what it was any more
   */
  void without(Set<PosixFilePermission> unwanted) throws IOException {
    Optional<OwnFile> now = read(path);
    if (now.isEmpty() || !now.get().real.equals(real) || !now.get().isPlain()) {
      throw new IOException(path + " has changed meanwhile, and is left alone");
    }
    Set<PosixFilePermission> kept = now.get().permissions;
    kept.removeAll(unwanted);
    Files.setPosixFilePermissions(real, kept);
  }

  private boolean isSticky() {
    return (unix("mode") & STICKY) != 0;
  }

  private int unix(String attribute) {
    try {
      return (int) Files.getAttribute(real, "unix:" + attribute);
    } catch (IOException | UnsupportedOperationException e) {
      return STICKY; // unknown: neither a plain file nor a folder to change
    }
  }

  /** Whoever has no name in the password database cannot run ssh, either. */
  private static boolean isOurs(PosixFileAttributes attributes) throws IOException {
    String us = System.getProperty("user.name", "?");
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(us)
        .equals(attributes.owner());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
