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
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.supervise.Wanted;

/**
 * What was asked for, as empty files {@code TUNNEL.up} and {@code TUNNEL.down}: the name says it
 * all, so that there is nothing in them to be damaged. {@code TUNNEL.hold} wants it up for as long
 * as its process lives.
 */
final class WantedFiles {

  private static final String HOLD = ".hold";

  private final Path folder;
  private final Holders holders;

  /** Tells whether a process that holds a tunnel lives. */
  interface Holders {
    boolean hold(String tunnel) throws IOException;
  }

  WantedFiles(Path folder, Holders holders) {
    this.folder = folder;
    this.holders = holders;
  }

  Map<String, Wanted> read() throws IOException {
    Map<String, Wanted> wanted = new HashMap<>();
    Map<String, Path> said = new HashMap<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      String tunnel = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      Optional<Wanted> word = word(tunnel, name.substring(tunnel.length()));
      Path other = said.get(tunnel);
      if (word.isPresent() && (other == null || time(file).compareTo(time(other)) > 0)) {
        said.put(tunnel, file);
        wanted.put(tunnel, word.get());
      }
    }
    return wanted;
  }

  private Optional<Wanted> word(String tunnel, String ending) throws IOException {
    if (ending.equals(HOLD)) {
      return holders.hold(tunnel) ? Optional.of(Wanted.UP) : Optional.empty();
    }
    return Stream.of(Wanted.values()).filter(w -> ending.equals("." + w.word())).findFirst();
  }

  /** Says that a process wants it up while it lives. */
  void hold(String tunnel) throws IOException {
    renew(folder.resolve(tunnel + HOLD));
  }

  void release(String tunnel) throws IOException {
    Files.deleteIfExists(folder.resolve(tunnel + HOLD));
  }

  void write(String tunnel, Wanted wanted) throws IOException {
    renew(file(tunnel, wanted));
    Files.deleteIfExists(file(tunnel, wanted == Wanted.UP ? Wanted.DOWN : Wanted.UP));
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /**
   * A new file each time, even where it was said before: that it is said again is news to a
   * supervisor. Where two commands meet, the newer word counts.
   */
  private void renew(Path file) throws IOException {
    Files.move(Files.createTempFile(folder, ".new", ""), file, StandardCopyOption.ATOMIC_MOVE);
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
