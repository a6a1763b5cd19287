package tunnels.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The text of one file as TOML4J can be given it: UTF-8, no BOM, lines ended by LF alone. */
final class SourceText {
  /** TOML4J copies the rest of the text at every value, so that a huge file would take for ever. */
  private static final int LARGEST = 256 * 1024;

  private SourceText() {}

  /** Empty without a fault only where the file went away after it was listed. */
  static Optional<String> read(Path file, Findings found) {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      found.fault(1, irregular(file));
      return Optional.empty();
    }
    return decode(bytes(file, found), found);
  }

  static Optional<String> decode(byte[] bytes, Findings found) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      found.fault(lineAt(bytes, in.position()), "this is not UTF-8 text: save the file as UTF-8");
      return Optional.empty();
    }
    String text = plain(out.flip().toString());
    tellControls(text, found);
    return found.clean() ? Optional.of(text) : Optional.empty();
  }

  private static byte[] bytes(Path file, Findings found) {
    try {
      if (Files.size(file) <= LARGEST) {
        return Files.readAllBytes(file);
      }
      found.fault(1, "the file is larger than 256 KiB, which no profile needs: make it smaller");
    } catch (AccessDeniedException e) {
      found.fault(1, "cannot be read (permission denied): write chmod u+r for it, or remove it");
    } catch (IOException e) {
      found.fault(1, "cannot be read (" + e.getMessage() + "): mend or remove it");
    }
    return new byte[0];
  }

  private static String irregular(Path file) {
    if (Files.isDirectory(file)) {
      return "this is a directory: write a file, or choose a name that does not end in .toml";
    }
    if (Files.notExists(file)) {
      return "this is a link to a file that is not there: mend or remove the link";
    }
    return "this is not a regular file: write a regular file, or remove it";
  }

  private static String plain(String text) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return bare.replace("\r\n", "\n");
  }

  private static int lineAt(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static void tellControls(String text, Findings found) {
    int line = 0;
    for (String content : text.split("\n", -1)) {
      line++;
      Optional<String> control = firstControl(content);
      if (control.isPresent()) {
        found.fault(line, "a control character (" + control.get() + ") stands here: remove it");
      }
    }
  }

  private static Optional<String> firstControl(String line) {
    return line.chars()
        .filter(c -> c != '\t' && Character.isISOControl(c))
        .mapToObj(c -> String.format("U+%04X", c))
        .findFirst();
  }
}
