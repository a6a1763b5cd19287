package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what a file is seen to be another one than before, or to have been written since.
 *
 * @param key as the file system tells files apart, where it does
 * @param size bytes; -1 where there is no file
 */
public record Stamp(@Nullable Object key, FileTime written, long size) {

  static final Stamp GONE = new Stamp(null, FileTime.fromMillis(0), -1);

  public static Stamp of(Path file, LinkOption... options) {
    try {
      return of(Files.readAttributes(file, BasicFileAttributes.class, options));
    } catch (IOException e) {
      return GONE;
    }
  }

  static Stamp of(BasicFileAttributes file) {
    return new Stamp(file.fileKey(), file.lastModifiedTime(), file.size());
  }

  /** Its own: a record's is linked anew in every run of a short command (src/docs/startup.md). */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Stamp stamp
        && Objects.equals(key, stamp.key)
        && written.equals(stamp.written)
        && size == stamp.size;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, written, size);
  }
}
