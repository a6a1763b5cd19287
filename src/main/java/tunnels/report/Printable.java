package tunnels.report;

/**
 * Text that a terminal only shows. Control characters, and those that turn the direction of
 * writing, come from profiles and servers; a terminal would obey them.
 */
public final class Printable {

  private Printable() {}

  /** The text with each such character in a visible form; line ends and {@link Style} stay. */
  public static String of(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (!isPlain(text.charAt(at)) && text.charAt(at) != '\n') {
        return shown(text);
      }
    }
    return text;
  }

  /** What nearly all text is of: ASCII without control characters, and the marks of emphasis. */
  static boolean isPlain(char each) {
    return (each >= ' ' && each <= '~') || Style.isMark(each);
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      append(shown, text.codePointAt(at));
    }
    return shown.toString();
  }

  /** JSON text in which such characters are escaped, as JSON allows within strings. */
  public static String json(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int at = 0; at < json.length(); at++) {
      char each = json.charAt(at);
      if (each != '\n' && dangerous(each)) {
        escaped.append(String.format("\\u%04x", (int) each));
      } else {
        escaped.append(each);
      }
    }
    return escaped.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (point == '\n' || !dangerous(point)) {
      shown.appendCodePoint(point);
      return;
    }
    if (point == '\t') {
      shown.append(' ');
      return;
    }
    shown.append(point < 0x100 ? String.format("\\x%02x", point) : String.format("\\u%04x", point));
  }

  private static boolean dangerous(int point) {
    if (point <= Character.MAX_VALUE && isPlain((char) point)) {
      return false; // a type takes long to look up
    }
    return Character.isISOControl(point)
        || Character.getType(point) == Character.FORMAT
        || Character.getType(point) == Character.LINE_SEPARATOR
        || Character.getType(point) == Character.PARAGRAPH_SEPARATOR;
  }
}
