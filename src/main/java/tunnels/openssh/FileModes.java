package tunnels.openssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The permissions that ssh(1) insists on, or should; of regular files and folders of our own. */
final class FileModes {

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> WRITERS =
      PosixFilePermissions.fromString("----w--w-");

  private FileModes() {}

  /**
   * {@code ~/.ssh}: sshd insists on it, ssh does not look.
   *
   * @param home whose permissions are never advised on
   */
  static Optional<Finding> folder(Path folder, Path home) {
    Optional<OwnFile> found = OwnFile.folder(folder, home).filter(own -> own.hasAny(OTHERS));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    OwnFile own = found.get();
    String chmod = "chmod 700 " + RemoteShell.word(own.real().toString());
    Finding finding =
        own.hasAny(WRITERS)
            ? Finding.bad(
                "permissions",
                folder + " can be written to by others, so they can add keys and settings",
                chmod)
            : Finding.warn("permissions", folder + " can be read by others", chmod);
    return Optional.of(fixable(finding, own, OTHERS));
  }

  /**
   * A file that is included: ssh ends with "Bad owner or permissions" (seen with 9.2).
   *
   * @param refused whether ssh says so: Debian's lets a group write whose only member is the user
   */
  static Optional<Finding> config(Path file, Predicate<Path> refused) {
    Optional<OwnFile> own = OwnFile.file(file);
    boolean fine = own.isPresent() && !own.get().hasAny(WRITERS);
    if (fine || !Files.isRegularFile(file) || !refused.test(file)) {
      return Optional.empty();
    }
    if (own.isEmpty()) {
      String words = file + " belongs neither to you nor to root: ssh does not start with it";
      return Optional.of(Finding.bad("permissions", words, "a copy of your own"));
    }
    String words = file + " can be written to by others: ssh does not start with it";
    String chmod = "chmod go-w " + RemoteShell.word(own.get().real().toString());
    return Optional.of(fixable(Finding.bad("permissions", words, chmod), own.get(), WRITERS));
  }

  /** A private key: "UNPROTECTED PRIVATE KEY FILE", and it is not used. */
  static Optional<Finding> key(Path file) {
    return OwnFile.file(file)
        .filter(own -> own.hasAny(OTHERS))
        .map(
            own ->
                fixable(
                    Finding.bad(
                        "permissions",
                        file + " is open to others: ssh does not use it",
                        "chmod 600 " + RemoteShell.word(own.real().toString())),
                    own,
                    OTHERS));
  }

  private static Finding fixable(Finding finding, OwnFile own, Set<PosixFilePermission> unwanted) {
    return own.isPlain() ? finding.fixedBy(() -> own.without(unwanted)) : finding;
  }
}
