package tunnels.profile;

import java.util.List;
import java.util.Optional;

/**
 * A profile as far as its own file goes, before the others are looked at.
 *
 * @param table empty where the file could not be read as TOML
 */
record Draft(String name, Findings found, Optional<Profile> profile, Optional<Value.Table> table) {

  /** The profile, if its file is free of faults. */
  Optional<Profile> valid() {
    return found.clean() ? profile : Optional.empty();
  }

  /** The line of a key in the file, if it stands there. */
  Optional<Integer> line(List<String> path) {
    Optional<Value> at = table.map(Value.class::cast);
    for (String key : path) {
      at = at.flatMap(value -> value instanceof Value.Table t ? entry(t, key) : Optional.empty());
    }
    return at.map(Value::line);
  }

  private static Optional<Value> entry(Value.Table table, String key) {
    return Optional.ofNullable(table.entries().get(key));
  }
}
