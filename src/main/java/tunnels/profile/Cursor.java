package tunnels.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a TOML text that knows its line. Comments are left out as they are passed: TOML4J
 * trips over quotes and brackets in a comment after a table header.
 */
final class Cursor {
  /** What {@link #peek} sees at the end; the text itself holds no control characters. */
  private static final char END = '\0';

  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    static final Pattern STATEMENT =
        Pattern.compile("[ \\t]*(\\[|([A-Za-z0-9_.-]+|\"[^\"]*\"|'[^']*')[ \\t]*=)");
  }

  private final String text;
  private final int end;

  /** What stands before the end of the last comment, without the comments. */
  private final StringBuilder uncommented = new StringBuilder(0);

  private int commentEnd = 0;
  private int at = 0;
  private int line = 1;

  Cursor(String text) {
    this.text = text;
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
    while (at < end && isOfName(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static boolean isOfName(char c) {
    return Ascii.isLetterOrDigit(c) || c == '_' || c == '-';
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

  /** Passes a string on one line with its quotes, if no backslash is in it; or nothing. */
  boolean passesPlain(char quote) {
    for (int i = at + 1; i < end; i++) {
      char here = text.charAt(i);
      if (here == quote) {
        at = i + 1;
        return true;
      }
      if (here == '\\' || here == '\n') {
        return false;
      }
    }
    return false;
  }

  /** Passes characters of this line. */
  void skip(int count) {
    at += count;
  }

  void skipTo(int position) {
    skip(position - at);
  }

  void skipToEnd() {
    while (!done()) {
      skipTo(lineEnd());
      skipLineEnd();
    }
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
    int stop = lineEnd();
    if (at < stop) {
      uncommented.append(text, commentEnd, at);
      commentEnd = stop;
    }
    at = stop;
    next();
  }

  /** After a fault: goes on where a line looks like a statement again. */
  void skipToStatement() {
    do {
      skipTo(lineEnd());
      next();
    } while (!done() && !matcher(Patterns.STATEMENT).lookingAt());
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
    return lineFrom(at);
  }

  int place() {
    return at;
  }

  /** The text from there to the end of this line. */
  String lineFrom(int place) {
    return text.substring(Math.min(place, end), lineEnd()).strip();
  }

  String withoutComments() {
    return commentEnd == 0 ? text : uncommented.append(text, commentEnd, end).toString();
  }

  private int lineEnd() {
    int stop = text.indexOf('\n', at);
    return stop < 0 ? Math.max(at, end) : stop;
  }
}
