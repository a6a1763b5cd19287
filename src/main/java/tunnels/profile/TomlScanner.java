package tunnels.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line index over a TOML text: which tables and keys stand where. It lets pass only what TOML4J
 * is known to read right, and tells everything else with its line.
 */
final class TomlScanner {
  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    private static final String NAME = "[A-Za-z0-9_-]+";
    static final Pattern DOTTED =
        Pattern.compile("(" + NAME + ")[ \\t]*\\.[ \\t]*(" + NAME + ").*=.*");
  }

  private static final int MOST_FAULTS = 100;

  /** Tunnels with more forwards start slowly, and nobody reads their status. */
  private static final int MOST_TABLES = 1000;

  private final Cursor cursor;
  private final Findings found;
  private final ValueScanner values;
  private final Node root = Node.table(1);
  private Node current = root;

  /**
   * @param plain the text without its comments, line for line
   */
  record Scan(Node root, String plain) {}

  private TomlScanner(String text, Findings found) {
    this.cursor = new Cursor(text);
    this.found = found;
    this.values = new ValueScanner(cursor, found);
  }

  static Optional<Scan> scan(String text, Findings found) {
    TomlScanner scanner = new TomlScanner(text, found);
    scanner.statements();
    return found.clean()
        ? Optional.of(new Scan(scanner.root, scanner.cursor.withoutComments()))
        : Optional.empty();
  }

  private void statements() {
    while (!cursor.done()) {
      cursor.skipSpace();
      if (!cursor.done() && !statement()) {
        cursor.skipToStatement();
      }
      if (found.count() > MOST_FAULTS) {
        fault("more than " + MOST_FAULTS + " faults: is this a profile at all?");
        cursor.skipToEnd();
      }
    }
  }

  private boolean statement() {
    boolean read = cursor.peek() == '[' ? header() : pair();
    return read && lineEnds();
  }

  private boolean header() {
    int line = cursor.line();
    boolean several = cursor.at("[[");
    int begin = cursor.place();
    cursor.skip(several ? 2 : 1);
    cursor.skipBlanks();
    String name = cursor.name();
    cursor.skipBlanks();
    if (name.isEmpty() || !cursor.passes(']') || several != cursor.passes(']')) {
      current = Node.table(line);
      return fault(
          Quote.quote(cursor.lineFrom(begin))
              + " is no table header: write [name] or [[name]], without quotes and dots");
    }
    current = several ? next(name, line) : table(name, line);
    return true;
  }

  private Node table(String name, int line) {
    Node opened = Node.table(line);
    Node first = root.keys().putIfAbsent(name, opened);
    if (first != null) {
      twice(name, line, first, false);
    }
    return opened;
  }

  private Node next(String name, int line) {
    Node opened = Node.table(line);
    Node all = tables(name, line);
    if (all.kind() == Node.Kind.TABLES && all.items().size() == MOST_TABLES) {
      fault("more than " + MOST_TABLES + " [[" + name + "]]: write several profiles");
      cursor.skipToEnd();
    } else if (all.kind() == Node.Kind.TABLES) {
      all.items().add(opened);
    } else {
      twice(name, line, all, true);
    }
    return opened;
  }

  private Node tables(String name, int line) {
    Node listed = Node.list(Node.Kind.TABLES, line);
    Node earlier = root.keys().putIfAbsent(name, listed);
    return earlier == null ? listed : earlier;
  }

  private void twice(String name, int line, Node first, boolean several) {
    boolean mixed = several || first.kind() == Node.Kind.TABLES;
    String remedy = mixed ? "write [[" + name + "]] each time" : "put its keys together there";
    String what = Quote.quote(name) + " is a table already, on line " + first.line();
    found.fault(line, what + ": " + remedy);
  }

  private boolean pair() {
    Optional<String> key = cursor.key();
    return key.isPresent() ? values.put(current, key.get(), 0) : fault(noKey(cursor.restOfLine()));
  }

  private static String noKey(String line) {
    if (line.startsWith("\"") || line.startsWith("'")) {
      return Quote.quote(line)
          + " begins with a quote: write key = \"value\", the key without quotes";
    }
    Matcher dotted = Patterns.DOTTED.matcher(line);
    if (dotted.lookingAt()) {
      String table = "[" + dotted.group(1) + "] on a line of its own";
      return Quote.quote(line)
          + " has a dotted key: write "
          + table
          + ", and \""
          + dotted.group(2)
          + "\" below it";
    }
    return Quote.quote(line) + " is neither a [table] nor a key: write key = \"value\"";
  }

  private boolean lineEnds() {
    cursor.skipBlanks();
    return cursor.atLineEnd()
        || fault(
            Quote.quote(cursor.restOfLine())
                + " stands after the end: begin a new line, or write # before it");
  }

  private boolean fault(String what) {
    found.fault(cursor.line(), what);
    return false;
  }
}
