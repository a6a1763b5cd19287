package tunnels.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tunnels.files.RegularFile;
import tunnels.openssh.Fingerprint;
import tunnels.supervise.Store;

/**
 * Exclusive locks by name, which the kernel releases when their process dies: bytes of one file,
 * far apart. One file and one channel, because POSIX drops all of a process's locks on a file when
 * any descriptor of it is closed, and because a lock file of its own for each name could not be
 * removed without a race.
 */
final class FileLocks implements AutoCloseable {

  private static final long POLL_NANOS = 5_000_000;

  private record Held(FileLock lock) implements Store.Hold {
    @Override
    public void close() {
      release(lock);
    }
  }

  private final Optional<FileChannel> channel;
  private final Optional<IOException> failure;

  private FileLocks(Optional<FileChannel> channel, Optional<IOException> failure) {
    this.channel = channel;
    this.failure = failure;
  }

  /** What cannot be written still tells which locks are taken; what cannot be read, nothing. */
  static FileLocks open(Path file, Consumer<String> notices) {
    try {
      OddFile.cleared(file, notices);
      return new FileLocks(
          Optional.of(
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)),
          Optional.empty());
    } catch (IOException e) {
      return new FileLocks(readable(file), failure(file, e));
    }
  }

  /** None can be taken. */
  static FileLocks none(Path file, IOException why) {
    return new FileLocks(Optional.empty(), failure(file, why));
  }

  private static Optional<IOException> failure(Path file, IOException why) {
    return Optional.of(
        new IOException(Unwritten.words(requireNonNull(file.getParent()), why), why));
  }

  private static Optional<FileChannel> readable(Path file) {
    try {
      return RegularFile.isThere(file)
          ? Optional.of(FileChannel.open(file, StandardOpenOption.READ))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Why no lock can be taken, if none can. */
  Optional<IOException> failure() {
    return failure;
  }

  /** Takes the lock, or gives up after so long. */
  Optional<Store.Hold> take(String name, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Store.Hold> hold = tryTake(name);
      if (hold.isPresent() || System.nanoTime() >= deadline) {
        return hold;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  Optional<Store.Hold> tryTake(String name) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    Optional<FileLock> lock = lock(name, false);
    return lock.isPresent() ? Optional.of(new Held(lock.get())) : Optional.empty();
  }

  /** Whether anybody holds it; asking keeps nobody from it but for an instant. */
  boolean taken(String name) throws IOException {
    if (channel.isEmpty()) {
      return false;
    }
    Optional<FileLock> shared = lock(name, true);
    if (shared.isPresent()) {
      release(shared.get());
    }
    return shared.isEmpty();
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }

  private Optional<FileLock> lock(String name, boolean shared) throws IOException {
    try {
      return Optional.ofNullable(channel.orElseThrow().tryLock(position(name), 1, shared));
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // another thread of ours has it
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of 62 bits: two names never meet. */
  private static long position(String name) {
    return Long.parseUnsignedLong(Fingerprint.of(List.of(name)), 16) >>> 2;
  }
}
