package tunnels.profile;

import java.util.List;
import java.util.Optional;

/** One table of a file while it is read: each wrong type becomes a fault with its line. */
final class Section {
  private final Value.Table table;
  private final Place place;
  private final Findings found;

  Section(Value.Table table, Place place, Findings found) {
    this.table = table;
    this.place = place;
    this.found = found;
    table.entries().forEach(this::refuseUnknown);
  }

  boolean has(String key) {
    return table.entries().containsKey(key);
  }

  /** Whether the key is there, or one that must have been meant for it. */
  boolean means(String key) {
    return has(key)
        || table.entries().keySet().stream()
            .anyMatch(written -> UnknownKeys.meant(written, place).filter(key::equals).isPresent());
  }

  int line() {
    return table.line();
  }

  /** The key's line, or the table's where the key is missing. */
  int line(String key) {
    return get(key).map(Value::line).orElse(table.line());
  }

  void fault(String key, String what) {
    found.fault(line(key), what);
  }

  void fault(int line, String what) {
    found.fault(line, what);
  }

  void warning(int line, String what) {
    found.warning(line, what);
  }

  Optional<Value> get(String key) {
    return Optional.ofNullable(table.entries().get(key));
  }

  /** A string on one line. */
  Optional<String> text(String key) {
    return typed(key).filter(text -> oneLine(key, text)).map(Value.Text::text);
  }

  /** A string that may be several lines of shell. */
  Optional<String> script(String key) {
    return typed(key).filter(text -> filled(key, text)).map(Value.Text::text);
  }

  boolean truth(String key, boolean otherwise) {
    Optional<Value> value = get(key);
    if (value.isPresent() && !(value.get() instanceof Value.Truth)) {
      fault(
          key, Quote.quote(key) + " takes true or false: write " + key + " = true, without quotes");
    }
    return value.map(v -> v instanceof Value.Truth t ? t.truth() : otherwise).orElse(otherwise);
  }

  /** A list of strings, each with its line. */
  List<Value.Text> texts(String key) {
    Optional<Value> value = get(key);
    if (value.isPresent() && !(value.get() instanceof Value.Items)) {
      String sample = value.get() instanceof Value.Text text ? Quote.toml(text.text()) : "\"...\"";
      fault(key, Quote.quote(key) + " takes a list: write " + key + " = [" + sample + "]");
    }
    return items(key).stream().flatMap(item -> itemOf(key, item).stream()).toList();
  }

  Optional<Section> section(Place inner, String key) {
    Optional<Value> value = get(key);
    if (value.isPresent() && !(value.get() instanceof Value.Table)) {
      fault(
          key, Quote.quote(key) + " is a table: write [" + key + "] on a line, its keys below it");
    }
    return value.flatMap(Section::tableOf).map(read -> new Section(read, inner, found));
  }

  /** The tables of {@code [[key]]}. */
  List<Section> sections(Place inner, String key) {
    boolean tables = items(key).stream().allMatch(Value.Table.class::isInstance);
    if (has(key) && (items(key).isEmpty() || !tables)) {
      String write = "write [[" + key + "]] on a line, its keys below it";
      fault(key, "each " + key + " is a table: " + write);
    }
    return items(key).stream()
        .flatMap(item -> tableOf(item).stream())
        .map(read -> new Section(read, inner, found))
        .toList();
  }

  private void refuseUnknown(String key, Value value) {
    if (!place.keys().contains(key)) {
      found.fault(value.line(), UnknownKeys.complaint(key, place));
    }
  }

  private Optional<Value.Text> typed(String key) {
    return get(key).flatMap(value -> textOf(key, value));
  }

  private Optional<Value.Text> textOf(String key, Value value) {
    if (value instanceof Value.Text text) {
      return Optional.of(text);
    }
    String write = "write " + key + " = " + sample(value);
    found.fault(value.line(), Quote.quote(key) + " takes a string: " + write);
    return Optional.empty();
  }

  private Optional<Value.Text> itemOf(String key, Value value) {
    if (value instanceof Value.Text text) {
      return Optional.of(text).filter(item -> oneLine(key, item));
    }
    String write = "write " + sample(value);
    found.fault(value.line(), "each of " + Quote.quote(key) + " is a string: " + write);
    return Optional.empty();
  }

  private static String sample(Value value) {
    if (value instanceof Value.Odd odd) {
      return Quote.quote(odd.raw());
    }
    return value instanceof Value.Truth truth ? Quote.quote("" + truth.truth()) : "\"...\"";
  }

  private boolean oneLine(String key, Value.Text text) {
    if (!Quote.hasControl(text.text())) {
      return filled(key, text);
    }
    String what = " holds a line break or another control character: write it on one line";
    found.fault(text.line(), Quote.quote(text.text()) + " of " + Quote.quote(key) + what);
    return false;
  }

  private boolean filled(String key, Value.Text text) {
    if (!text.text().isBlank()) {
      return true;
    }
    found.fault(text.line(), Quote.quote(key) + " is empty: write something, or remove it");
    return false;
  }

  private List<Value> items(String key) {
    return get(key)
        .map(v -> v instanceof Value.Items items ? items.items() : List.<Value>of())
        .orElse(List.of());
  }

  private static Optional<Value.Table> tableOf(Value value) {
    return value instanceof Value.Table table ? Optional.of(table) : Optional.empty();
  }
}
