package tunnels.profile;

/** The user's text as messages show it: in quotes, on one line, and not too long. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  static String quote(String text) {
    return '"' + shown(text) + '"';
  }

  /** The text as a TOML string that says the same; single quotes where a backslash would bite. */
  static String toml(String text) {
    boolean literal = text.indexOf('"') >= 0 || text.indexOf('\\') >= 0;
    return literal ? "'" + shown(text) + "'" : quote(text);
  }

  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static String shown(String text) {
    String line = hasControl(text) ? withoutControls(text) : text;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  private static String withoutControls(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      line.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
    }
    return line.toString();
  }
}
