package tunnels.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files as text, whatever bytes are in them: {@link Files#readString} throws over some. */
final class Text {

  private Text() {}

  /** Empty where there is no file. */
  static String of(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }
}
