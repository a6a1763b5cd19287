package tunnels.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;

/** The text of one file as TOML4J can be given it: UTF-8, no BOM, lines ended by LF alone. */
final class SourceText {
  /** TOML4J copies the rest of the text at every value, so that a huge file would take for ever. */
  private static final int LARGEST = 256 * 1024;

  /** What Java reads in place of bytes that are not UTF-8; a file may hold it itself. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final byte DELETE = 0x7F;

  private SourceText() {}

  /** Empty without a fault only where the file went away after it was listed. */
  static Optional<String> read(Path file, Findings found) {
    try {
      if (isRegular(file, found)) {
        return decode(RegularFile.first(file, LARGEST + 1), found);
      }
    } catch (NoSuchFileException e) {
      tellBrokenLink(file, found);
    } catch (AccessDeniedException e) {
      found.fault(1, "cannot be read (permission denied): write chmod u+r for it, or remove it");
    } catch (IOException e) {
      found.fault(1, "cannot be read (" + FileFailure.why(e) + "): mend or remove it");
    }
    return Optional.empty();
  }

  /** A File and its stream take two thirds of the time, but do not say what is wrong. */
  private static boolean isRegular(Path file, Findings found) throws IOException {
    if (file.toFile().isFile()) {
      return true;
    }
    BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
    if (there.isRegularFile()) {
      return true;
    }
    found.fault(1, unfit(there));
    return false;
  }

  static Optional<String> decode(byte[] bytes, Findings found) {
    if (bytes.length > LARGEST) {
      found.fault(1, "the file is larger than 256 KiB, which no profile needs: make it smaller");
      return Optional.empty();
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (isPlain(bytes)) {
      return found.clean() ? Optional.of(text) : Optional.empty();
    }
    OptionalInt malformed = text.indexOf(REPLACEMENT) < 0 ? OptionalInt.empty() : malformed(bytes);
    if (malformed.isPresent()) {
      found.fault(
          lineAt(bytes, malformed.getAsInt()), "this is not UTF-8 text: save the file as UTF-8");
      return Optional.empty();
    }
    String plain = plain(text);
    tellControls(plain, found);
    return found.clean() ? Optional.of(plain) : Optional.empty();
  }

  /**
   * Whether all of it is printable ASCII, as of most files, of which nothing else needs be asked.
   */
  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) { // of UTF-8 beyond ASCII each is negative
      if ((b < ' ' && b != '\n' && b != '\t') || b == DELETE) {
        return false;
      }
    }
    return true;
  }

  /** Where the bytes are not UTF-8, if they are not. */
  private static OptionalInt malformed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, CharBuffer.allocate(bytes.length), true);
    return result.isError() ? OptionalInt.of(in.position()) : OptionalInt.empty();
  }

  private static String unfit(BasicFileAttributes there) {
    return there.isDirectory()
        ? "this is a directory: write a file, or choose a name that does not end in .toml"
        : "this is not a regular file: write a regular file, or remove it";
  }

  private static void tellBrokenLink(Path file, Findings found) {
    if (Files.isSymbolicLink(file)) {
      found.fault(1, "this is a link to a file that is not there: mend or remove the link");
    }
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
    int line = 1;
    int told = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
      } else if (c != '\t' && Character.isISOControl(c) && told != line) {
        told = line;
        String control = String.format("U+%04X", (int) c);
        found.fault(line, "a control character (" + control + ") stands here: remove it");
      }
    }
  }
}
