package tunnels.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A file that a user named for a result: whole at every moment, for it is renamed into place. */
final class Output {

  private final Path file;

  Output(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Over what is there; through a link, and into a device or a FIFO as they are. */
  void write(String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.writeString(file, text, StandardOpenOption.WRITE);
      return;
    }
    Path place = Files.exists(file) ? file.toRealPath() : file;
    Path beside = place.resolveSibling("." + place.getFileName() + "." + pid());
    try {
      Files.writeString(beside, text);
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Readable by its owner alone.
   *
   * @throws java.nio.file.FileAlreadyExistsException where there is something, which stays
   */
  void create(String text) throws IOException {
    Path beside = Files.createTempFile(file.getParent(), ".", ".new");
    try {
      Files.writeString(beside, text);
      Files.move(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** In words for people, without the name of the file. */
  static String why(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    Optional<String> reason =
        failure instanceof FileSystemException of
            ? Optional.ofNullable(of.getReason())
            : Optional.ofNullable(failure.getMessage());
    return reason.orElse(Objects.toString(failure));
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
