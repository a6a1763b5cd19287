package tunnels.report;

/**
 * Emphasis within a text, as a noncharacter of Unicode that stands in no real text. Whoever prints
 * turns it into the terminal's sequence, or into nothing.
 */
public enum Style {
  GOOD('\uFDD0', "32"),
  WARN('\uFDD1', "33"),
  BAD('\uFDD2', "31"),
  FAINT('\uFDD3', "2"),
  STRONG('\uFDD4', "1");

  private static final char END = '\uFDD5';
  private static final String DOTS = "...";

  private final char mark;
  private final String sgr;

  Style(char mark, String sgr) {
    this.mark = mark;
    this.sgr = sgr;
  }

  public String of(String text) {
    return mark + text + END;
  }

  /** Replaces every mark: by SGR sequences (ECMA-48), or by nothing. */
  public static String render(String text, boolean colour) {
    StringBuilder rendered = new StringBuilder(text.length());
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (isMark(each)) {
        rendered.append(text.substring(from, at));
        if (colour) {
          rendered.append("\u001b[").append(each == END ? "0" : of(each).sgr).append('m');
        }
        from = at + 1;
      }
    }
    return rendered.append(text.substring(from)).toString();
  }

  static boolean isMark(char each) {
    return each >= GOOD.mark && each <= END;
  }

  private static Style of(char mark) {
    return values()[mark - GOOD.mark];
  }

  /** As much of a line as is seen in so many characters, and three dots where there was more. */
  static String cut(String line, int characters) {
    StringBuilder kept = new StringBuilder();
    int seen = 0;
    for (int at = 0; at < line.length(); at++) {
      char each = line.charAt(at);
      boolean mark = isMark(each);
      if (mark || seen < characters - DOTS.length()) {
        kept.append(each);
      }
      seen += mark ? 0 : 1;
    }
    return seen <= characters ? line : kept + DOTS.substring(0, Math.min(3, characters));
  }
}
