package tunnels.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The completion for bash: a table of the commands, and what looks words up in it. */
public final class BashCompletion {

  private BashCompletion() {}

  public static String of(Grammar root) {
    StringBuilder table = new StringBuilder();
    rows(table, root, "");
    return ShellSource.completion("completion.bash", table.toString());
  }

  /** One row for each command, under the words that lead to it. */
  private static void rows(StringBuilder table, Grammar command, String path) {
    table.append("    ").append(ShellWords.word(path)).append(")\n");
    row(table, "commands", command.commands().stream().map(Grammar::name).toList());
    row(table, "options", command.options().stream().flatMap(o -> o.names().stream()).toList());
    row(table, "values", command.options().stream().flatMap(o -> values(o).stream()).toList());
    row(table, "places", command.places().stream().map(BashCompletion::place).toList());
    table.append("      ;;\n");
    for (Grammar inner : command.commands()) {
      rows(table, inner, (path + " " + inner.name()).strip());
    }
  }

  private static void row(StringBuilder table, String name, List<String> words) {
    if (!words.isEmpty()) {
      String all = words.stream().map(ShellWords::word).collect(Collectors.joining(" "));
      table.append("      ").append(name).append("=(").append(all).append(")\n");
    }
  }

  private static List<String> values(Grammar.Option option) {
    return option.value().stream()
        .flatMap(value -> option.names().stream().map(name -> name + "=" + word(value)))
        .toList();
  }

  private static String place(Grammar.Place place) {
    return word(place.value()) + (place.repeated() ? "..." : "");
  }

  private static String word(Grammar.Value value) {
    return value.kind() == Grammar.Kind.WORDS
        ? String.join("|", value.words())
        : value.kind().name().toLowerCase(Locale.ROOT);
  }
}
