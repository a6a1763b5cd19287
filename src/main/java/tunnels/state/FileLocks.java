package tunnels.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import tunnels.supervise.Store;

/**
 * Exclusive locks on files, which the kernel releases when their process dies. Within this process
 * they are told apart first: POSIX locks belong to a process, and closing any channel of a file
 * would drop the lock that another thread holds on it.
 */
final class FileLocks {

  private static final long POLL_NANOS = 5_000_000;

  private final Set<Path> ours = ConcurrentHashMap.newKeySet();

  /** Takes the lock, or gives up after so long. */
  Optional<Store.Hold> take(Path file, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Store.Hold> hold = tryTake(file);
      if (hold.isPresent() || System.nanoTime() >= deadline) {
        return hold;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  Optional<Store.Hold> tryTake(Path file) throws IOException {
    if (!ours.add(file)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel = open(file);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      if (!taken) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(() -> release(file, channel));
    } finally {
      if (!taken) {
        ours.remove(file);
      }
    }
  }

  /** Whether anybody holds it, without getting in the way of who takes it meanwhile. */
  boolean taken(Path file) throws IOException {
    if (!file.toFile().exists()) {
      return false;
    }
    if (!ours.add(file)) {
      return true;
    }
    try (FileChannel channel = open(file)) {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
      return lock == null;
    } finally {
      ours.remove(file);
    }
  }

  private void release(Path file, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ours.remove(file);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
