package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The permissions that ssh(1) insists on, or should. */
final class FileModes {

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> WRITERS =
      PosixFilePermissions.fromString("----w--w-");

  private FileModes() {}

  /** {@code ~/.ssh}: sshd insists on it, ssh does not look. */
  static Optional<Finding> folder(Path folder) {
    if (has(folder, WRITERS)) {
      String words = folder + " can be written to by others, so they can add keys and settings";
      return Optional.of(Finding.bad("permissions", words, "chmod 700 " + folder))
          .map(f -> f.fixedBy(() -> without(folder, OTHERS)));
    }
    return has(folder, OTHERS)
        ? Optional.of(
            Finding.warn("permissions", folder + " can be read by others", "chmod 700 " + folder)
                .fixedBy(() -> without(folder, OTHERS)))
        : Optional.empty();
  }

  /** A file that is included: ssh ends with "Bad owner or permissions" (seen with 9.2). */
  static Optional<Finding> config(Path file) {
    String words = file + " can be written to by others: ssh does not start with it";
    return has(file, WRITERS)
        ? Optional.of(
            Finding.bad("permissions", words, "chmod go-w " + file)
                .fixedBy(() -> without(file, WRITERS)))
        : Optional.empty();
  }

  /** A private key: "UNPROTECTED PRIVATE KEY FILE", and it is not used. */
  static Optional<Finding> key(Path file) {
    String words = file + " is open to others: ssh does not use it";
    return has(file, OTHERS)
        ? Optional.of(
            Finding.bad("permissions", words, "chmod 600 " + file)
                .fixedBy(() -> without(file, OTHERS)))
        : Optional.empty();
  }

  private static boolean has(Path file, Set<PosixFilePermission> unwanted) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(unwanted::contains);
    } catch (IOException e) {
      return false; // not there, or not to be seen: said elsewhere where it matters
    }
  }

  private static void without(Path file, Set<PosixFilePermission> unwanted) throws IOException {
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
    List.copyOf(unwanted).forEach(now::remove);
    Files.setPosixFilePermissions(file, now);
  }
}
