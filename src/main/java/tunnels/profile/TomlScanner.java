package tunnels.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line index over a TOML text: which tables and keys stand where. It lets pass only what TOML4J
 * is known to read right, and tells everything else with its line.
 */
final class TomlScanner {
  private static final String NAME = "[A-Za-z0-9_-]+";
  private static final Pattern HEADER =
      Pattern.compile("(\\[\\[?)[ \\t]*(" + NAME + ")[ \\t]*(\\]\\]?)");
  private static final Pattern DOTTED =
      Pattern.compile("(" + NAME + ")[ \\t]*\\.[ \\t]*(" + NAME + ").*=.*");

  private final Cursor cursor;
  private final Findings found;
  private final ValueScanner values;
  private final Node root = Node.of(Node.Kind.TABLE, 1);
  private Node current = root;

  /**
   * @param plain the text with its comments blanked, line for line
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
    }
  }

  private boolean statement() {
    boolean read = cursor.peek() == '[' ? header() : pair();
    return read && lineEnds();
  }

  private boolean header() {
    int line = cursor.line();
    Matcher header = cursor.matcher(HEADER);
    if (!header.lookingAt() || header.group(1).length() != header.group(3).length()) {
      current = Node.of(Node.Kind.TABLE, line);
      return fault(
          Quote.quote(cursor.restOfLine())
              + " is no table header: write [name] or [[name]], without quotes and dots");
    }
    cursor.skipTo(header.end());
    current =
        header.group(1).length() == 1 ? table(header.group(2), line) : next(header.group(2), line);
    return true;
  }

  private Node table(String name, int line) {
    Node opened = Node.of(Node.Kind.TABLE, line);
    Optional<Node> first = Optional.ofNullable(root.keys().putIfAbsent(name, opened));
    first.ifPresent(node -> twice(name, line, node, false));
    return opened;
  }

  private Node next(String name, int line) {
    Node opened = Node.of(Node.Kind.TABLE, line);
    Node all = root.keys().computeIfAbsent(name, absent -> Node.of(Node.Kind.TABLES, line));
    if (all.kind() != Node.Kind.TABLES) {
      twice(name, line, all, true);
    }
    all.items().add(opened);
    return opened;
  }

  private void twice(String name, int line, Node first, boolean several) {
    boolean mixed = several || first.kind() == Node.Kind.TABLES;
    String remedy = mixed ? "write [[" + name + "]] each time" : "put its keys together there";
    String what = Quote.quote(name) + " is a table already, on line " + first.line();
    found.fault(line, what + ": " + remedy);
  }

  private boolean pair() {
    Matcher key = cursor.matcher(ValueScanner.KEY);
    if (!key.lookingAt()) {
      return fault(noKey(cursor.restOfLine()));
    }
    cursor.skipTo(key.end());
    cursor.skipBlanks();
    Optional<Node> value = values.value(key.group(1));
    value.ifPresent(read -> values.put(current, key.group(1), read));
    return value.isPresent();
  }

  private static String noKey(String line) {
    if (line.startsWith("\"") || line.startsWith("'")) {
      return Quote.quote(line)
          + " begins with a quote: write key = \"value\", the key without quotes";
    }
    Matcher dotted = DOTTED.matcher(line);
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
