package tunnels.openssh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What ssh writes into its log, as people write it: ssh puts {@code \303\266} in place of ö (log.c,
 * strnvis with VIS_OCTAL; seen with 9.2), so that no path with such a letter would be found in it.
 */
public final class LogText {

  private static final int LENGTH = 4;
  private static final int OCTAL = 8;

  private LogText() {}

  /** The text with its escapes read; those that make no UTF-8, or no letter, stay as they are. */
  public static String decoded(String text) {
    if (text.indexOf("\\2") < 0 && text.indexOf("\\3") < 0) {
      return text; // as nearly all
    }
    StringBuilder decoded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (isByte(text, end)) {
        end += LENGTH;
      }
      decoded.append(end == at ? text.substring(at, at + 1) : letters(text.substring(at, end)));
      at = Math.max(end, at + 1);
    }
    return decoded.toString();
  }

  /** Whether an escape of a byte beyond ASCII stands there: {@code \200} to {@code \377}. */
  private static boolean isByte(String text, int at) {
    return at + LENGTH <= text.length()
        && text.charAt(at) == '\\'
        && (text.charAt(at + 1) == '2' || text.charAt(at + 1) == '3')
        && isOctal(text.charAt(at + 2))
        && isOctal(text.charAt(at + 3));
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c < '0' + OCTAL;
  }

  private static String letters(String escapes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < escapes.length(); at += LENGTH) {
      bytes.write(Integer.parseInt(escapes.substring(at + 1, at + LENGTH), OCTAL));
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      return escapes;
    }
  }
}
