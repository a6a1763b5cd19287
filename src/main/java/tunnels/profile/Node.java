package tunnels.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the line index knows of one value: what it is and where it stands, not what it says.
 *
 * @param raw the text of a number or date, as it is written
 */
record Node(Kind kind, int line, String raw, Map<String, Node> keys, List<Node> items) {

  /** The kinds of TOML that are told apart; {@code TABLES} is an array made by [[headers]]. */
  enum Kind {
    STRING,
    BOOLEAN,
    INTEGER,
    FLOAT,
    DATE,
    ARRAY,
    TABLES,
    TABLE
  }

  static Node table(int line) {
    return new Node(Kind.TABLE, line, "", new LinkedHashMap<>(), List.of());
  }

  /**
   * @param kind ARRAY or TABLES
   */
  static Node list(Kind kind, int line) {
    return new Node(kind, line, "", Map.of(), new ArrayList<>());
  }

  static Node string(int line) {
    return bare(Kind.STRING, line, "");
  }

  static Node bare(Kind kind, int line, String raw) {
    return new Node(kind, line, raw, Map.of(), List.of());
  }
}
