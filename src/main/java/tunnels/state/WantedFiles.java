package tunnels.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;
import tunnels.supervise.Change;
import tunnels.supervise.Store;
import tunnels.supervise.Wanted;

/**
 * What was asked for, as empty files {@code TUNNEL.up} and {@code TUNNEL.down}: the name says it
 * all, so that there is nothing in them to be damaged. {@code TUNNEL.hold} has the pid of the
 * process that may hold it, and wants it up for as long as that process has its lock; a {@code
 * down} removes it.
 */
final class WantedFiles {

  private static final String HOLD = ".hold";

  /** Of a pid, and more. */
  private static final int DIGITS = 32;

  /** Who asks whether a lock is taken keeps it for an instant. */
  private static final Duration GLANCE = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path folder;
  private final FileLocks locks;
  private final Consumer<String> notices;
  private final Map<String, Stamp> downWhenReserved = new ConcurrentHashMap<>();

  /**
   * @param locks tell whether a process that holds a tunnel lives
   * @param notices is told where a hold's file could not be removed
   */
  WantedFiles(Path folder, FileLocks locks, Consumer<String> notices) {
    this.folder = folder;
    this.locks = locks;
    this.notices = notices;
  }

  /** The folder itself, made where there is none. */
  Path made() throws IOException {
    return PrivateFolder.make(folder);
  }

  /** Nothing where that cannot be known; {@link #read(String)} does not pass over it. */
  Map<String, Wanted> read() throws IOException {
    Set<String> tunnels = new HashSet<>();
    for (Path file : PrivateFolder.files(folder)) {
      String name = String.valueOf(file.getFileName());
      String tunnel = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      if (Change.isTunnel(tunnel)) {
        tunnels.add(tunnel);
      }
    }
    Map<String, Wanted> wanted = new HashMap<>();
    for (String tunnel : tunnels) {
      Optional<Wanted> word = read(tunnel);
      if (word.isPresent()) {
        wanted.put(tunnel, word.get());
      }
    }
    return wanted;
  }

  /** A word that changes while we look may be behind us and before us: then it is there now. */
  Optional<Wanted> read(String tunnel) throws IOException {
    if (!Files.isDirectory(folder) && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString()); // nobody must be taken down for that
    }
    Optional<Wanted> word = newest(tunnel);
    return word.isPresent() ? word : newest(tunnel);
  }

  /** A hold that no {@code down} has ended since it began, or what stands there beside it. */
  private Optional<Wanted> newest(String tunnel) throws IOException {
    if (isHeld(tunnel)) {
      return Optional.of(Wanted.UP);
    }
    Optional<FileTime> up = time(file(tunnel, Wanted.UP));
    Optional<FileTime> down = time(file(tunnel, Wanted.DOWN));
    if (up.isPresent() && down.isPresent()) { // of an older version: one is renamed to the other
      return Optional.of(down.get().compareTo(up.get()) > 0 ? Wanted.DOWN : Wanted.UP);
    }
    if (up.isPresent()) {
      return Optional.of(Wanted.UP);
    }
    return down.isPresent() ? Optional.of(Wanted.DOWN) : Optional.empty();
  }

  /**
   * Says that this process wants it up, until closed.
   *
   * @return empty if another process does
   */
  Optional<Store.Hold> hold(String tunnel) throws IOException {
    if (askedDownSinceReserved(tunnel)) {
      return Optional.empty();
    }
    return take(tunnel, lock(tunnel));
  }

  /**
   * Makes this process the one that may hold it.
   *
   * @return empty if another is
   */
  Optional<Store.Hold> reserve(String tunnel) throws IOException {
    downWhenReserved.put(tunnel, Stamp.of(file(tunnel, Wanted.DOWN)));
    return take(tunnel, reservation(tunnel));
  }

  private Optional<Store.Hold> take(String tunnel, String name) throws IOException {
    Optional<Store.Hold> lock = locks.take(name, GLANCE);
    if (lock.isPresent()) {
      long pid = ProcessHandle.current().pid();
      var unused = Beside.write(made().resolve(tunnel + HOLD), pid + "\n");
    }
    return lock.map(held -> () -> release(tunnel, held));
  }

  private boolean askedDownSinceReserved(String tunnel) {
    Stamp then = downWhenReserved.get(tunnel);
    Path down = file(tunnel, Wanted.DOWN);
    return then != null && Files.exists(down) && !Stamp.of(down).equals(then);
  }

  /** Whether a process says that it wants it up. */
  boolean isHeld(String tunnel) throws IOException {
    return Files.exists(folder.resolve(tunnel + HOLD)) && locks.taken(lock(tunnel));
  }

  /** Who holds it, or may do so soon. */
  Optional<Store.Holder> holder(String tunnel) throws IOException {
    if (!locks.taken(reservation(tunnel))) {
      return Optional.empty();
    }
    Optional<Long> pid = pid(folder.resolve(tunnel + HOLD));
    return Optional.of(new Store.Holder(pid, locks.taken(lock(tunnel))));
  }

  private static Optional<Long> pid(Path file) {
    try {
      return Optional.of(Long.parseLong(RegularFile.text(file, DIGITS).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // it ends, or somebody has written into it
    }
  }

  private void release(String tunnel, Store.Hold lock) {
    try {
      Files.deleteIfExists(folder.resolve(tunnel + HOLD));
    } catch (IOException e) {
      notices.accept("tunnels: " + FileFailure.words(e)); // without the lock the file says nothing
    }
    lock.close();
  }

  private static String lock(String tunnel) {
    return "hold " + tunnel;
  }

  private static String reservation(String tunnel) {
    return "reserved " + tunnel;
  }

  /**
   * Where two commands meet, the later one counts: not by their times, since a clock may be set
   * back between them, but by this lock. One wait for the disk, however many tunnels they are.
   */
  void write(Set<String> tunnels, Wanted wanted) throws IOException {
    var unused = made();
    Optional<Store.Hold> lock = locks.take("wanted", PATIENCE);
    try {
      for (String tunnel : tunnels) {
        write(tunnel, wanted);
      }
    } finally {
      lock.ifPresent(Store.Hold::close);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Whoever is killed meanwhile leaves one of the two words. */
  private void write(String tunnel, Wanted wanted) throws IOException {
    Path other = file(tunnel, wanted == Wanted.UP ? Wanted.DOWN : Wanted.UP);
    if (Files.exists(other)) {
      Files.move(other, file(tunnel, wanted), StandardCopyOption.ATOMIC_MOVE);
    } else {
      renew(file(tunnel, wanted));
    }
    if (wanted == Wanted.DOWN) {
      Files.deleteIfExists(folder.resolve(tunnel + HOLD)); // it began before this
    }
  }

  /**
   * A new file each time, even where it was said before: that it is said again is news to a
   * supervisor.
   */
  private void renew(Path file) throws IOException {
    var unused = Beside.write(file, "");
  }

  private Path file(String tunnel, Wanted wanted) {
    return folder.resolve(tunnel + ending(wanted));
  }

  private static String ending(Wanted wanted) {
    return "." + wanted.word();
  }

  /** When a file was written; empty where there is none. */
  private static Optional<FileTime> time(Path file) throws IOException {
    try {
      return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
