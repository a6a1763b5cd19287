package tunnels.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tunnels.report.Grammar;

/** What picocli knows of the commands, for completion. */
final class Grammars {

  private final List<String> examples;

  /**
   * @param examples the names of the example profiles
   */
  Grammars(List<String> examples) {
    this.examples = examples;
  }

  Grammar of(CommandSpec command) {
    return new Grammar(
        command.name(),
        sentence(command.usageMessage().header()),
        command.options().stream().filter(o -> !o.hidden()).map(this::option).toList(),
        places(command),
        command.subcommands().values().stream().map(inner -> of(inner.getCommandSpec())).toList());
  }

  private Grammar.Option option(OptionSpec option) {
    boolean flag = option.arity().max() == 0;
    return new Grammar.Option(
        List.of(option.names()),
        sentence(option.description()),
        flag ? Optional.empty() : Optional.of(value(option)));
  }

  private List<Grammar.Place> places(CommandSpec command) {
    return command.positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .sorted(Comparator.comparing(PositionalParamSpec::index))
        .map(parameter -> new Grammar.Place(value(parameter), isRepeated(parameter)))
        .toList();
  }

  private static boolean isRepeated(PositionalParamSpec parameter) {
    return parameter.index().max() > parameter.index().min();
  }

  private Grammar.Value value(ArgSpec argument) {
    List<String> words = words(argument);
    return new Grammar.Value(kind(argument, words), argument.paramLabel(), words);
  }

  /** Which argument is a tunnel's name, a host or a folder, its label says. */
  private static Grammar.Kind kind(ArgSpec argument, List<String> words) {
    if (!words.isEmpty()) {
      return Grammar.Kind.WORDS;
    }
    return switch (argument.paramLabel()) {
      case "NAME|FILE|-" -> Grammar.Kind.TUNNEL;
      case "NAME" -> argument.isPositional() ? Grammar.Kind.TUNNEL : Grammar.Kind.ANYTHING;
      case "NAME|@TAG" -> Grammar.Kind.TUNNEL_OR_TAG;
      case "HOST" -> Grammar.Kind.HOST;
      case "DIR" -> Grammar.Kind.FOLDER;
      default ->
          argument.typeInfo().getType() == Path.class ? Grammar.Kind.FILE : Grammar.Kind.ANYTHING;
    };
  }

  private List<String> words(ArgSpec argument) {
    if (argument.paramLabel().equals("EXAMPLE")) {
      return examples;
    }
    List<String> words = new ArrayList<>();
    Optional.ofNullable(argument.completionCandidates()).ifPresent(all -> all.forEach(words::add));
    return words;
  }

  private static String sentence(String[] text) {
    return String.join(" ", text).replaceAll("\\.$", "");
  }
}
