package tunnels.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A TOML value without quotes or brackets: a boolean, a number, a date, or forgotten quotes. */
final class BareValue {
  /** Longer is no long, at which TOML4J throws a bare NumberFormatException. */
  private static final int LONGEST_INTEGER = 18;

  private static final Set<String> TRUTHS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n");

  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    static final Pattern LEADING_ZERO = Pattern.compile("[+-]?0[0-9_]+");
    static final Pattern FLOAT =
        Pattern.compile("[+-]?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})([eE][+-]?[0-9]{1,2})?");
    static final Pattern DATE =
        Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[+-][0-9:]{5})");
  }

  private final Cursor cursor;
  private final Findings found;

  BareValue(Cursor cursor, Findings found) {
    this.cursor = cursor;
    this.found = found;
  }

  Optional<Node> read(String key) {
    int line = cursor.line();
    String bare = cursor.until(",]}#\n").strip();
    String raw = bare.isEmpty() ? cursor.restOfLine() : bare;
    Optional<Node.Kind> kind = kind(raw);
    if (kind.isEmpty()) {
      found.fault(line, complaint(key, raw));
      return Optional.empty();
    }
    cursor.skip(raw.length());
    return Optional.of(Node.bare(kind.get(), line, raw));
  }

  private static Optional<Node.Kind> kind(String raw) {
    if (raw.equals("true") || raw.equals("false")) {
      return Optional.of(Node.Kind.BOOLEAN);
    }
    if (isInteger(raw)) {
      return Optional.of(Node.Kind.INTEGER);
    }
    if (Patterns.FLOAT.matcher(raw).matches()) {
      return Optional.of(Node.Kind.FLOAT);
    }
    return Patterns.DATE.matcher(raw).matches() ? Optional.of(Node.Kind.DATE) : Optional.empty();
  }

  /** Its digits may stand in groups, with one underscore between. */
  private static boolean isInteger(String raw) {
    boolean signed = raw.startsWith("+") || raw.startsWith("-");
    String written = raw.substring(signed ? 1 : 0);
    String digits = written.replace("_", "");
    boolean grouped = !written.startsWith("_") && !written.endsWith("_") && !written.contains("__");
    return written.equals("0")
        || (grouped
            && digits.length() <= LONGEST_INTEGER
            && Ascii.isNumber(digits)
            && digits.charAt(0) != '0');
  }

  private static String complaint(String key, String raw) {
    if (TRUTHS.contains(raw.toLowerCase(Locale.ROOT))) {
      return Quote.quote(raw) + " is no TOML value: write true or false";
    }
    if (Patterns.LEADING_ZERO.matcher(raw).matches()) {
      return Quote.quote(raw) + " begins with a zero: write " + key + " = " + Quote.toml(raw);
    }
    if (raw.startsWith("\u201c") || raw.startsWith("\u2018")) {
      return Quote.quote(raw) + " stands in typographic quotes: write straight ones";
    }
    boolean stray = raw.isEmpty() || ",]}".indexOf(raw.charAt(0)) >= 0;
    String write = stray ? "\"...\"" : Quote.toml(raw);
    return Quote.quote(raw) + " stands where a value should: write it in quotes, as " + write;
  }
}
