package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The completion for zsh: one function for each command, in the words of {@code _arguments}. */
public final class ZshCompletion {

  private ZshCompletion() {}

  public static String of(Grammar root) {
    StringBuilder functions = new StringBuilder();
    functions(functions, root, "_tunnels");
    return ShellSource.completion("completion.zsh", functions.toString());
  }

  private static void functions(StringBuilder text, Grammar command, String name) {
    List<String> specs = new ArrayList<>();
    command.options().forEach(option -> specs.add(option(option)));
    text.append(name).append("() {\n");
    if (command.commands().isEmpty()) {
      command.places().forEach(place -> specs.add(place(place)));
      text.append("  _arguments -s -S").append(lines(specs, " \\")).append('\n');
    } else {
      text.append("  local -a tunnels_specs tunnels_commands\n");
      text.append("  tunnels_specs=(").append(lines(specs, "")).append("\n  )\n");
      text.append("  tunnels_commands=(").append(lines(commands(command), "")).append("\n  )\n");
      text.append("  _tunnels_commands ").append(name).append('\n');
    }
    text.append("}\n\n");
    command.commands().forEach(inner -> functions(text, inner, name + "_" + inner.name()));
  }

  /**
   * @param join what a line ends with that goes on
   */
  private static String lines(List<String> words, String join) {
    return words.stream().map(word -> join + "\n    " + word).collect(Collectors.joining());
  }

  private static List<String> commands(Grammar command) {
    return command.commands().stream()
        .map(inner -> ShellWords.word(inner.name() + ":" + inner.about()))
        .toList();
  }

  /** {@code '(-h --help)'{-h,--help}'[What it does.]'}. */
  private static String option(Grammar.Option option) {
    String about = "[" + option.about().replaceAll("[\\[\\]\\\\]", "\\\\$0") + "]";
    String rest = ShellWords.word(about + option.value().map(ZshCompletion::value).orElse(""));
    List<String> names = option.names().stream().map(name -> name + takes(name, option)).toList();
    return names.size() == 1
        ? names.get(0) + rest
        : "'(%s)'{%s}%s".formatted(String.join(" ", option.names()), String.join(",", names), rest);
  }

  /** {@code --name VALUE} and {@code --name=VALUE}; {@code -n VALUE} and {@code -nVALUE}. */
  private static String takes(String name, Grammar.Option option) {
    return option.value().isEmpty() ? "" : name.startsWith("--") ? "=" : "+";
  }

  private static String place(Grammar.Place place) {
    return ShellWords.word((place.repeated() ? "*" : "") + value(place.value()));
  }

  private static String value(Grammar.Value value) {
    String label = value.label().toLowerCase(Locale.ROOT).replace(":", "\\:");
    return ":" + label + ":" + action(value).orElse(" ");
  }

  private static Optional<String> action(Grammar.Value value) {
    return switch (value.kind()) {
      case TUNNEL -> Optional.of("_tunnels_profiles");
      case TUNNEL_OR_TAG -> Optional.of("_tunnels_profiles_and_tags");
      case HOST -> Optional.of("_tunnels_hosts");
      case FOLDER -> Optional.of("_files -/");
      case FILE -> Optional.of("_files");
      case WORDS -> Optional.of("(" + String.join(" ", value.words()) + ")");
      case ANYTHING -> Optional.empty();
    };
  }
}
