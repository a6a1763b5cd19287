package tunnels.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists folders and nothing else: Java opens whatever is at a path to list it, a FIFO too. */
public final class FolderListing {

  private FolderListing() {}

  /** In no order. */
  public static List<Path> of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        files.add(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }
}
