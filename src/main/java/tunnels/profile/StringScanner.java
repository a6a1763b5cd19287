package tunnels.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes over the four kinds of TOML strings and refuses those that TOML4J reads wrongly without a
 * word: a pair of backslashes before an n becomes a line break, and an escape that it does not know
 * makes the key vanish.
 */
final class StringScanner {
  private static final String LITERAL =
      "write the text in 'single quotes', where a backslash is only a backslash";

  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    /**
     * Backslashes and halves of surrogate pairs are left out: TOML4J reads them twice or halved.
     */
    static final Pattern UNICODE = Pattern.compile("u(?!005[cC])(?![dD][89a-fA-F])[0-9a-fA-F]{4}");
  }

  private final Cursor cursor;
  private final Findings found;

  StringScanner(Cursor cursor, Findings found) {
    this.cursor = cursor;
    this.found = found;
  }

  Optional<Node> string() {
    if (cursor.at("\"\"\"")) {
      return severalLines("\"\"\"");
    }
    if (cursor.at("'''")) {
      return severalLines("'''");
    }
    return oneLine(cursor.peek());
  }

  private Optional<Node> oneLine(char quote) {
    int line = cursor.line();
    if (cursor.passesPlain(quote)) {
      return Optional.of(Node.string(line));
    }
    cursor.next();
    while (!cursor.done() && cursor.peek() != '\n') {
      char here = cursor.next();
      if (here == quote) {
        return Optional.of(Node.string(line));
      }
      if (here == '\\' && quote == '"' && !escape()) {
        return Optional.empty();
      }
    }
    return fault(line, "the string is not closed: write " + quote + " at its end, on this line");
  }

  private Optional<Node> severalLines(String quotes) {
    int line = cursor.line();
    cursor.skip(3);
    while (!cursor.done()) {
      if (cursor.at(quotes)) {
        return close(line, quotes);
      }
      if (cursor.next() == '\\' && quotes.startsWith("\"") && !longEscape()) {
        return Optional.empty();
      }
    }
    return fault(line, "the string is not closed: write " + quotes + " at its end");
  }

  private Optional<Node> close(int line, String quotes) {
    cursor.skip(3);
    if (cursor.peek() == quotes.charAt(0)) {
      return fault(cursor.line(), "more than three quotes in a row: " + LITERAL);
    }
    return Optional.of(Node.string(line));
  }

  private boolean longEscape() {
    if (cursor.restOfLine().isEmpty()) {
      return true;
    }
    boolean quote = cursor.peek() == '"';
    if (!escape()) {
      return false;
    }
    // TOML4J takes an escaped quote for the first of the three that close
    return !quote || !cursor.at("\"\"") || fault("\"", "stands before two more quotes");
  }

  private boolean escape() {
    if ("btnfr\"".indexOf(cursor.peek()) >= 0) {
      cursor.next();
      return true;
    }
    Matcher unicode = cursor.matcher(Patterns.UNICODE);
    if (unicode.lookingAt()) {
      cursor.skipTo(unicode.end());
      return true;
    }
    return fault(cursor.atLineEnd() ? "" : String.valueOf(cursor.peek()), "is not read right here");
  }

  private boolean fault(String escaped, String why) {
    found.fault(cursor.line(), Quote.quote("\\" + escaped) + " " + why + ": " + LITERAL);
    return false;
  }

  private Optional<Node> fault(int line, String what) {
    found.fault(line, what);
    return Optional.empty();
  }
}
