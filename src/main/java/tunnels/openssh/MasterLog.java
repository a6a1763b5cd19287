package tunnels.openssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that ssh appends to ({@code -E}), and stderr with it. */
final class MasterLog {

  private static final int LONGEST = 64 * 1024;

  private final Path file;

  MasterLog(Path file) {
    this.file = file;
  }

  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  String lastLine() throws IOException {
    return since(0).lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
  }

  /** What was written after the file had this size; the end of it, where that is a lot. */
  String since(long position) throws IOException {
    if (size() <= position) {
      return "";
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = Math.max(position, channel.size() - LONGEST);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
      int got = 0;
      while (bytes.hasRemaining() && got >= 0) {
        got = channel.read(bytes, start + bytes.position());
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
