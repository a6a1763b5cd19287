package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a reader of the journal has come to: in which file, which may have been moved since, and
 * how far. As one number, of which 0 is the beginning.
 *
 * @param file of its inode number as much as has room
 */
record JournalPosition(long file, long offset) {

  private static final int OFFSET_BITS = 40;
  private static final long FILES = (1L << (Long.SIZE - 1 - OFFSET_BITS)) - 1;

  static JournalPosition of(long number) {
    return new JournalPosition(number >>> OFFSET_BITS, number & ((1L << OFFSET_BITS) - 1));
  }

  long toLong() {
    return file << OFFSET_BITS | offset;
  }

  static boolean isIn(long position, Path file) {
    return of(position).file() == key(file);
  }

  /** 0 where there is no file. */
  static long key(Path file) {
    try {
      return ((Number) Files.getAttribute(file, "unix:ino")).longValue() & FILES;
    } catch (IOException | UnsupportedOperationException e) {
      return 0;
    }
  }
}
