package tunnels.profile;

import com.moandjiezana.toml.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fence around TOML4J: nothing passes that the line index and TOML4J do not see alike. The only
 * class that names the library.
 */
final class TomlFence {
  private final Findings found;

  private TomlFence(Findings found) {
    this.found = found;
  }

  /** Of the file that the findings are about. */
  static Optional<Value.Table> read(Findings found) {
    Optional<String> text = SourceText.read(found.file(), found);
    return text.isPresent() ? read(text.get(), found) : Optional.empty();
  }

  static Optional<Value.Table> read(String text, Findings found) {
    Optional<TomlScanner.Scan> scan = TomlScanner.scan(text, found);
    return scan.isPresent() ? new TomlFence(found).held(scan.get()) : Optional.empty();
  }

  private Optional<Value.Table> held(TomlScanner.Scan scan) {
    Optional<Map<String, Object>> read = parse(scan.plain());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Value.Table table = table(scan.root(), read.get());
    return found.clean() ? Optional.of(table) : Optional.empty();
  }

  private Optional<Map<String, Object>> parse(String text) {
    try {
      return Optional.of(new Toml().read(text).toMap());
    } catch (RuntimeException e) { // NumberFormatException and others slip through its own checks
      String message = String.valueOf(e.getMessage());
      Matcher line = Pattern.compile("on line ([0-9]+)").matcher(message);
      int at = line.find() ? Integer.parseInt(line.group(1)) : 1;
      found.fault(
          at, "the TOML library refuses this (" + Quote.quote(message) + "): write it simpler");
      return Optional.empty();
    }
  }

  private Value.Table table(Node node, Map<?, ?> read) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Node> seen : node.keys().entrySet()) {
      Object value = read.get(seen.getKey());
      if (value == null) {
        misread(seen.getValue().line(), seen.getKey());
      } else {
        entries.put(seen.getKey(), value(seen.getValue(), value));
      }
    }
    if (entries.size() < read.size()) {
      tellUnseen(node, read);
    }
    return new Value.Table(node.line(), entries);
  }

  /** The keys that only TOML4J saw. */
  private void tellUnseen(Node node, Map<?, ?> read) {
    Set<String> unseen = new TreeSet<>();
    read.keySet().forEach(key -> unseen.add(String.valueOf(key)));
    unseen.removeAll(node.keys().keySet());
    unseen.forEach(key -> misread(node.line(), key));
  }

  private Value value(Node node, Object read) {
    int line = node.line();
    return switch (node.kind()) {
      case STRING -> read instanceof String text ? new Value.Text(line, text) : odd(node, read);
      case BOOLEAN ->
          read instanceof Boolean truth ? new Value.Truth(line, truth) : odd(node, read);
      case INTEGER, FLOAT, DATE -> new Value.Odd(line, node.raw());
      case ARRAY, TABLES -> read instanceof List<?> list ? items(node, list) : odd(node, read);
      case TABLE -> read instanceof Map<?, ?> map ? table(node, map) : odd(node, read);
    };
  }

  private Value items(Node node, List<?> read) {
    if (node.items().size() != read.size()) {
      return odd(node, read);
    }
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      items.add(value(node.items().get(i), read.get(i)));
    }
    return new Value.Items(node.line(), items);
  }

  private Value odd(Node node, Object read) {
    misread(node.line(), String.valueOf(read));
    return new Value.Odd(node.line(), node.raw());
  }

  private void misread(int line, String what) {
    found.fault(
        line, Quote.quote(what) + " is not read right by the TOML library: write it simpler");
  }
}
