package tunnels.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a TOML text that knows its line. Comments are blanked as they are passed: TOML4J trips
 * over quotes and brackets in a comment after a table header.
 */
final class Cursor {
  private static final Pattern STATEMENT =
      Pattern.compile("[ \\t]*(\\[|([A-Za-z0-9_.-]+|\"[^\"]*\"|'[^']*')[ \\t]*=)");

  /** What {@link #peek} sees at the end; the text itself holds no control characters. */
  private static final char END = '\0';

  private final String text;
  private final StringBuilder withoutComments;
  private final int end;
  private int at = 0;
  private int line = 1;

  Cursor(String text) {
    this.text = text;
    this.withoutComments = new StringBuilder(text);
    this.end = text.length();
  }

  int line() {
    return line;
  }

  boolean done() {
    return at >= end;
  }

  char peek() {
    return at < end ? text.charAt(at) : END;
  }

  char next() {
    char here = peek();
    line += here == '\n' ? 1 : 0;
    at++;
    return here;
  }

  boolean at(String expected) {
    return text.startsWith(expected, at);
  }

  /** Whether nothing but a comment is left of this line. */
  boolean atLineEnd() {
    return done() || peek() == '\n' || peek() == '#';
  }

  /** Passes a name of a table or key; empty where none stands here. */
  String name() {
    int begin = at;
    while (isOfName(peek())) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /**
   * Passes a key, its equals sign and the blanks round it; passes nothing where none stands here.
   */
  Optional<String> key() {
    int begin = at;
    String name = name();
    skipBlanks();
    if (name.isEmpty() || !passes('=')) {
      at = begin;
      return Optional.empty();
    }
    skipBlanks();
    return Optional.of(name);
  }

  /** A match of the pattern that begins here, or none; the caller asks {@code lookingAt}. */
  Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(at, lineEnd());
  }

  /** Passes this character, if it is the one that stands here. */
  boolean passes(char expected) {
    return peek() == expected && next() == expected;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  void skipTo(int position) {
    skip(position - at);
  }

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** Passes blanks, line ends and comments, as they may stand within an array. */
  void skipSpace() {
    skipBlanks();
    while (!done() && atLineEnd()) {
      skipLineEnd();
      skipBlanks();
    }
  }

  /** Passes a comment, if there is one, and the line end. */
  void skipLineEnd() {
    while (!done() && peek() != '\n') {
      withoutComments.setCharAt(at, ' ');
      next();
    }
    next();
  }

  /** After a fault: goes on where a line looks like a statement again. */
  void skipToStatement() {
    do {
      skipTo(lineEnd());
      next();
    } while (!done() && !matcher(STATEMENT).lookingAt());
  }

  /** The text from here to the first of these characters. */
  String until(String stops) {
    int stop = at;
    while (stop < end && stops.indexOf(text.charAt(stop)) < 0) {
      stop++;
    }
    return text.substring(at, stop);
  }

  String restOfLine() {
    return text.substring(Math.min(at, text.length()), lineEnd()).strip();
  }

  String withoutComments() {
    return withoutComments.toString();
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? Math.max(at, text.length()) : end;
  }
}
