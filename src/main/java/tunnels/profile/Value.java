package tunnels.profile;

import java.util.List;
import java.util.Map;

/** What TOML4J read, joined with the line on which the index saw it. */
sealed interface Value {

  int line();

  record Text(int line, String text) implements Value {}

  record Truth(int line, boolean truth) implements Value {}

  /** A number or a date, as it is written. */
  record Odd(int line, String raw) implements Value {}

  record Items(int line, List<Value> items) implements Value {}

  /** A table, its keys in the order of the file. */
  record Table(int line, Map<String, Value> entries) implements Value {}
}
