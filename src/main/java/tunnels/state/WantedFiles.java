package tunnels.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
    Map<String, FileTime> said = new HashMap<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      for (Wanted word : Wanted.values()) {
        if (name.endsWith("." + word.word())) {
          String tunnel = name.substring(0, name.length() - word.word().length() - 1);
          FileTime at = time(file);
          if (!said.containsKey(tunnel) || at.compareTo(said.get(tunnel)) > 0) {
            said.put(tunnel, at);
            wanted.put(tunnel, word);
          }
        }
      }
    }
    return wanted;
  }

  void write(String tunnel, Wanted wanted) throws IOException {
    Path now = file(tunnel, wanted);
    Path before = file(tunnel, wanted == Wanted.UP ? Wanted.DOWN : Wanted.UP);
    // A new file each time, even where it was said before: that it is said again is news to a
    // supervisor. Where two commands meet, the newer word counts.
    Files.move(Files.createTempFile(folder, ".new", ""), now, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(before);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private Path file(String tunnel, Wanted wanted) {
    return folder.resolve(tunnel + "." + wanted.word());
  }

  /** One that goes meanwhile is older than the one that comes. */
  private static FileTime time(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return FileTime.fromMillis(0);
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
