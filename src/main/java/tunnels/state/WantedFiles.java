package tunnels.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tunnels.supervise.Wanted;

/**
 * What was asked for, as empty files {@code TUNNEL.up} and {@code TUNNEL.down}: the name says it
 * all, so that there is nothing in them to be damaged.
 */
final class WantedFiles {

  private final Path folder;

  WantedFiles(Path folder) {
    this.folder = folder;
  }

  Map<String, Wanted> read() throws IOException {
    Map<String, Wanted> wanted = new HashMap<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      for (Wanted word : Wanted.values()) {
        if (name.endsWith("." + word.word())) {
          String tunnel = name.substring(0, name.length() - word.word().length() - 1);
          wanted.merge(tunnel, word, (one, other) -> Wanted.UP);
        }
      }
    }
    return wanted;
  }

  void write(String tunnel, Wanted wanted) throws IOException {
    Path now = file(tunnel, wanted);
    Path before = file(tunnel, wanted == Wanted.UP ? Wanted.DOWN : Wanted.UP);
    try {
      Files.move(before, now, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      create(now);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  void forget(String tunnel) throws IOException {
    for (Wanted word : Wanted.values()) {
      Files.deleteIfExists(file(tunnel, word));
    }
  }

  private Path file(String tunnel, Wanted wanted) {
    return folder.resolve(tunnel + "." + wanted.word());
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // It was said before.
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
