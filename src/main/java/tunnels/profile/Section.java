package tunnels.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One table of a file while it is read: each wrong type becomes a fault with its line. */
final class Section {
  private static final int LONGEST_NUMBER = 9;

  private final Value.Table table;
  private final Place place;
  private final Findings found;
  private final List<String> unknown = new ArrayList<>(0);

  Section(Value.Table table, Place place, Findings found) {
    this.table = table;
    this.place = place;
    this.found = found;
    for (Map.Entry<String, Value> entry : table.entries().entrySet()) {
      if (!place.keys().contains(entry.getKey())) {
        unknown.add(entry.getKey());
        found.fault(entry.getValue().line(), UnknownKeys.complaint(entry.getKey(), place));
      }
    }
  }

  boolean has(String key) {
    return table.entries().containsKey(key);
  }

  /** Whether the key is there, or one that must have been meant for it. */
  boolean means(String key) {
    return has(key) || (!unknown.isEmpty() && meant().contains(key));
  }

  private List<String> meant() {
    return unknown.stream().flatMap(key -> UnknownKeys.meant(key, place).stream()).toList();
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

  /** Whoever is told what is wrong with the text of this key, for a fault. */
  Consumer<String> refusal(String key) {
    return refusal(key, "");
  }

  /**
   * @param before what goes before the reason
   */
  Consumer<String> refusal(String key, String before) {
    return new Refusal(this, key, before);
  }

  private record Refusal(Section section, String key, String before) implements Consumer<String> {
    @Override
    public void accept(String why) {
      section.fault(key, before + why);
    }
  }

  void warning(int line, String what) {
    found.warning(line, what);
  }

  Optional<Value> get(String key) {
    return Optional.ofNullable(table.entries().get(key));
  }

  /** A string on one line. */
  Optional<String> text(String key) {
    Optional<Value.Text> text = typed(key);
    return text.isPresent() && oneLine(key, text.get())
        ? Optional.of(text.get().text())
        : Optional.empty();
  }

  /** A string that may be several lines of shell. */
  Optional<String> script(String key) {
    Optional<Value.Text> text = typed(key);
    return text.isPresent() && filled(key, text.get())
        ? Optional.of(text.get().text())
        : Optional.empty();
  }

  /** Whether the value is this text. */
  boolean says(String key, String text) {
    return table.entries().get(key) instanceof Value.Text value && value.text().equals(text);
  }

  boolean truth(String key, boolean otherwise) {
    Optional<Value> value = get(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof Value.Truth truth) {
      return truth.truth();
    }
    fault(key, Quote.quote(key) + " takes true or false: write " + key + " = true, without quotes");
    return otherwise;
  }

  /** A whole number, from 1. */
  int whole(String key, int most, int otherwise) {
    Optional<Value> value = get(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof Value.Odd odd && isWhole(odd.raw())) {
      int number = Integer.parseInt(odd.raw());
      if (number <= most) {
        return number;
      }
    }
    String takes = " takes a whole number from 1 to " + most;
    fault(key, Quote.quote(key) + takes + ": write " + key + " = " + otherwise);
    return otherwise;
  }

  /** Without a sign, and short enough for Java's numbers. */
  private static boolean isWhole(String raw) {
    return raw.length() <= LONGEST_NUMBER && Ascii.isNumber(raw) && raw.charAt(0) != '0';
  }

  /** A list of strings, each with its line. */
  List<Value.Text> texts(String key) {
    Optional<Value> value = get(key);
    if (value.isPresent() && !(value.get() instanceof Value.Items)) {
      String sample = value.get() instanceof Value.Text text ? Quote.toml(text.text()) : "\"...\"";
      fault(key, Quote.quote(key) + " takes a list: write " + key + " = [" + sample + "]");
    }
    List<Value.Text> texts = new ArrayList<>();
    for (Value item : items(key)) {
      Optional<Value.Text> text = itemOf(key, item);
      if (text.isPresent()) {
        texts.add(text.get());
      }
    }
    return texts;
  }

  Optional<Section> section(Place inner, String key) {
    Optional<Value> value = get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Value.Table read) {
      return Optional.of(new Section(read, inner, found));
    }
    fault(key, Quote.quote(key) + " is a table: write [" + key + "] on a line, its keys below it");
    return Optional.empty();
  }

  /** The tables of {@code [[key]]}. */
  List<Section> sections(Place inner, String key) {
    List<Value> items = items(key);
    List<Section> sections = new ArrayList<>();
    for (Value item : items) {
      if (item instanceof Value.Table read) {
        sections.add(new Section(read, inner, found));
      }
    }
    if (has(key) && (items.isEmpty() || sections.size() < items.size())) {
      String write = "write [[" + key + "]] on a line, its keys below it";
      fault(key, "each " + key + " is a table: " + write);
    }
    return sections;
  }

  private Optional<Value.Text> typed(String key) {
    Optional<Value> value = get(key);
    return value.isPresent() ? textOf(key, value.get()) : Optional.empty();
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
      return oneLine(key, text) ? Optional.of(text) : Optional.empty();
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
    return table.entries().get(key) instanceof Value.Items list ? list.items() : List.of();
  }
}
