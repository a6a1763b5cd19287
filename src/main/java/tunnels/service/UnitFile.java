package tunnels.service;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of a service, written beside and renamed. */
final class UnitFile {

  private final Path path;

  UnitFile(Path path) {
    this.path = path;
  }

  void write(String text) throws IOException, Refusal {
    try {
      Path folder = Files.createDirectories(path.toAbsolutePath().getParent());
      Path beside = folder.resolve("." + path.getFileName() + ".new");
      Files.writeString(beside, text);
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      throw new Refusal("no permission to write " + path + ": with sudo");
    }
  }

  boolean delete() throws IOException, Refusal {
    try {
      return Files.deleteIfExists(path);
    } catch (AccessDeniedException e) {
      throw new Refusal("no permission to remove " + path + ": with sudo");
    }
  }
}
