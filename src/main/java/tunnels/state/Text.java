package tunnels.state;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Small files as text, whatever bytes are in them: {@link Files#readString} throws over some. By
 * plain streams, which take less to load than channels, and go on when their thread is interrupted.
 */
final class Text {

  private Text() {}

  /** Empty where there is no file. */
  static String of(Path file) throws IOException {
    return Files.exists(file) ? read(file) : "";
  }

  /** Of a file that is there. */
  static String read(Path file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** A plain stream takes less to load, but does not say what is wrong. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      return Files.readAllBytes(file);
    }
  }

  /** At the end of a file, which is made where there is none. */
  static void append(Path file, String text) throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** In place of what a file says. */
  static void write(Path file, String text) throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
