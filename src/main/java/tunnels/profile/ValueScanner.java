package tunnels.profile;

import java.util.Optional;

/** Passes over one TOML value and notes its shape, or says what is wrong with it. */
final class ValueScanner {
  /** More than any profile needs; TOML4J would run out of stack instead of complaining. */
  private static final int DEEPEST = 4;

  /** More than anybody writes; TOML4J copies the rest of the text at each. */
  private static final int MOST_ITEMS = 1000;

  private static final int MOST_VALUES = 5000;

  private static final String INLINE =
      "this is no { key = \"value\", ... } on one line: write a [table] with its keys below it";

  private final Cursor cursor;
  private final Findings found;
  private final StringScanner strings;
  private int values;

  ValueScanner(Cursor cursor, Findings found) {
    this.cursor = cursor;
    this.found = found;
    this.strings = new StringScanner(cursor, found);
  }

  private Optional<Node> value(String key, int depth) {
    if (cursor.atLineEnd()) {
      return fault(Quote.quote(key) + " has no value: write " + key + " = \"...\", or remove it");
    }
    if (depth > DEEPEST) {
      return fault("too many brackets within brackets: write a plain list");
    }
    if (++values > MOST_VALUES) {
      return tooMany("the file has more than " + MOST_VALUES + " values");
    }
    return switch (cursor.peek()) {
      case '"', '\'' -> strings.string();
      case '[' -> array(key, depth);
      case '{' -> inlineTable(depth);
      default -> new BareValue(cursor, found).read(key);
    };
  }

  private Optional<Node> array(String key, int depth) {
    Node array = Node.list(Node.Kind.ARRAY, cursor.line());
    cursor.next();
    cursor.skipSpace();
    while (cursor.peek() != ']') {
      if (!item(key, depth, array) || !separator(key, array.line())) {
        return Optional.empty();
      }
    }
    cursor.next();
    return Optional.of(array);
  }

  private boolean item(String key, int depth, Node array) {
    if (cursor.done()) {
      return notClosed(key, array.line());
    }
    Optional<Node> item = value(key, depth + 1);
    if (item.isEmpty()) {
      return false;
    }
    if (!array.items().isEmpty() && array.items().get(0).kind() != item.get().kind()) {
      found.fault(item.get().line(), "items of different kinds: put every one in quotes");
      return false;
    }
    if (array.items().size() == MOST_ITEMS) {
      String list = "the list of " + Quote.quote(key) + " has more than " + MOST_ITEMS + " items";
      return tooMany(list).isPresent();
    }
    return array.items().add(item.get());
  }

  private boolean separator(String key, int line) {
    cursor.skipSpace();
    if (cursor.peek() == ']') {
      return true;
    }
    if (cursor.done()) {
      return notClosed(key, line);
    }
    if (cursor.peek() != ',') {
      String rest = Quote.quote(cursor.restOfLine()) + " stands in the list of " + Quote.quote(key);
      found.fault(cursor.line(), rest + ": write a comma before it, or ] to end the list");
      return false;
    }
    cursor.next();
    cursor.skipSpace();
    return true;
  }

  /** What comes after is not looked at: it would be told line by line. */
  private Optional<Node> tooMany(String what) {
    int line = cursor.line();
    cursor.skipToEnd();
    found.fault(line, what + ": write fewer, or several profiles");
    return Optional.empty();
  }

  private boolean notClosed(String key, int line) {
    found.fault(line, "the list of " + Quote.quote(key) + " is not closed: write ] at its end");
    return false;
  }

  private Optional<Node> inlineTable(int depth) {
    Node table = Node.table(cursor.line());
    cursor.next();
    cursor.skipBlanks();
    boolean read = cursor.peek() == '}' || pairs(table, depth);
    if (read && cursor.passes('}')) {
      return Optional.of(table);
    }
    return read ? fault(INLINE) : Optional.empty();
  }

  private boolean pairs(Node table, int depth) {
    boolean read;
    do {
      cursor.skipBlanks();
      read = pair(table, depth);
      cursor.skipBlanks();
    } while (read && cursor.passes(','));
    return read;
  }

  private boolean pair(Node table, int depth) {
    Optional<String> key = cursor.key();
    if (key.isEmpty()) {
      return fault(INLINE).isPresent();
    }
    return put(table, key.get(), depth + 1);
  }

  /** Passes the value of a key and notes it, unless the key stands in the table already. */
  boolean put(Node table, String key, int depth) {
    Optional<Node> value = value(key, depth);
    if (value.isEmpty()) {
      return false;
    }
    Node first = table.keys().putIfAbsent(key, value.get());
    if (first != null) {
      found.fault(
          value.get().line(),
          Quote.quote(key) + " is set already on line " + first.line() + ": keep one");
    }
    return true;
  }

  private Optional<Node> fault(String what) {
    found.fault(cursor.line(), what);
    return Optional.empty();
  }
}
