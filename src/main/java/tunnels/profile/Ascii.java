package tunnels.profile;

/** The letters and digits of ASCII, which alone ssh and TOML take in names and numbers. */
public final class Ascii {

  private Ascii() {}

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether nothing but digits stands there. */
  public static boolean isNumber(String text) {
    return !text.isEmpty() && digits(text) == text.length();
  }

  /** How many digits a text begins with. */
  static int digits(String text) {
    int count = 0;
    while (count < text.length() && isDigit(text.charAt(count))) {
      count++;
    }
    return count;
  }
}
