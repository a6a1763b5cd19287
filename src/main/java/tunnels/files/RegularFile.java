package tunnels.files;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens regular files and nothing else: who opens a FIFO waits until somebody opens its other end
 * (fifo(7)), and a device may never end. Reads no more than its caller allows. By plain streams,
 * which take less to load than channels, and go on when their thread is interrupted.
 */
public final class RegularFile {

  private RegularFile() {}

  /** The first bytes of a file; all, where these are fewer. */
  public static byte[] first(Path file, int most) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(most);
    }
  }

  /**
   * All of a small file, whatever bytes are in it: {@link Files#readString} throws over some.
   *
   * @throws FileSystemException if it has more bytes
   */
  public static String text(Path file, int most) throws IOException {
    byte[] bytes = first(file, most + 1);
    if (bytes.length > most) {
      throw new FileSystemException(file.toString(), null, "is larger than " + size(most));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The same; empty where there is no file. */
  public static String textIfThere(Path file, int most) throws IOException {
    return isThere(file) ? text(file, most) : "";
  }

  /**
   * A part of a file.
   *
   * @param end the position after its last byte
   */
  public record Part(String text, long end) {}

  /**
   * What a file has from a position on; nothing where there is no file.
   *
   * @param most so many of the last bytes, where there are more
   */
  public static Part tail(Path file, long position, int most) throws IOException {
    if (!isThere(file)) {
      return new Part("", 0);
    }
    try (FileInputStream in = open(file)) {
      long start = Math.max(Math.max(0, position), in.getChannel().size() - most);
      in.getChannel().position(start);
      byte[] bytes = in.readNBytes(most);
      return new Part(new String(bytes, StandardCharsets.UTF_8), start + bytes.length);
    }
  }

  /** At the end of a file, which is made where there is none. */
  public static void append(Path file, String text) throws IOException {
    try (OutputStream out = new FileOutputStream(checked(file), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      throw reason(file, e);
    }
  }

  /** In place of what a file says. */
  public static void write(Path file, String text) throws IOException {
    try (OutputStream out = new FileOutputStream(checked(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      throw reason(file, e);
    }
  }

  /** Whether there is one; any other thing at its place counts as none. */
  public static boolean isThere(Path file) {
    return file.toFile().isFile();
  }

  /** Whether it can be opened: one that is there, or is yet to be made. */
  public static boolean isFit(Path file) {
    return file.toFile().isFile() || Files.notExists(file);
  }

  /** A plain stream takes less to load, but does not say what is wrong. */
  private static FileInputStream open(Path file) throws IOException {
    if (!file.toFile().isFile()) {
      throw odd(file);
    }
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      throw Files.notExists(file) ? new NoSuchFileException(file.toString()) : reason(file, e);
    }
  }

  private static File checked(Path file) throws IOException {
    if (!isFit(file)) {
      throw odd(file);
    }
    return file.toFile();
  }

  private static IOException odd(Path file) throws IOException {
    BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
    String what = there.isDirectory() ? "is a folder" : "is no regular file";
    return new FileSystemException(file.toString(), null, what);
  }

  /** A stream has all reasons in one class. */
  private static IOException reason(Path file, FileNotFoundException failure) {
    return Files.exists(file) && !Files.isReadable(file)
        ? new AccessDeniedException(file.toString())
        : new FileSystemException(file.toString(), null, words(failure));
  }

  /** {@code /x/y (No space left on device)} without the path. */
  private static String words(FileNotFoundException failure) {
    String said = String.valueOf(failure.getMessage());
    int bracket = said.lastIndexOf(" (");
    return bracket >= 0 && said.endsWith(")")
        ? said.substring(bracket + 2, said.length() - 1)
        : said;
  }

  private static String size(int bytes) {
    return bytes >= 1024 * 1024 ? bytes / (1024 * 1024) + " MiB" : bytes / 1024 + " KiB";
  }
}
