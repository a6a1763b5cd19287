package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command is called, says of itself and takes, in picocli's model. By calls, and not by
 * picocli's annotations: to read those takes longer than most commands run (src/docs/startup.md).
 */
final class Syntax {

  private static final String[] FOOTER = {
    "", "tunnels COMMAND --help tells more; so do tunnels(1) and tunnels-profile(5)."
  };

  /** Of what picocli asks for, lists; its own looks for Groovy in every jar first. */
  private static final IFactory LISTS =
      new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
          return type.cast(new ArrayList<>());
        }
      };

  private final CommandSpec spec;

  private Syntax(CommandSpec spec) {
    this.spec = spec;
  }

  /** A command, of which it is not said yet what it takes. */
  static Syntax of(Command command, Verb verb) {
    return of(command, verb.word(), verb.header());
  }

  /**
   * @param command what is run
   * @param header one line
   */
  static Syntax of(Object command, String name, String header) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command, LISTS).name(name);
    spec.usageMessage().header(header).footer(FOOTER);
    spec.versionProvider(new Version());
    return new Syntax(spec);
  }

  /** With what every command takes, last. */
  CommandLine commandLine() {
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    return bare();
  }

  /** Without what every command takes. */
  CommandLine bare() {
    return new CommandLine(spec, LISTS);
  }

  Syntax description(String... paragraphs) {
    spec.usageMessage().description(paragraphs);
    return this;
  }

  Syntax flag(String name, String description, Consumer<Boolean> given) {
    return add(OptionSpec.builder(name).type(boolean.class), description, given);
  }

  Syntax option(String name, String label, String description, Consumer<String> given) {
    return option(name, label, String.class, description, given);
  }

  <T> Syntax option(
      String name, String label, Class<T> type, String description, Consumer<T> given) {
    return add(OptionSpec.builder(name).paramLabel(label).type(type), description, given);
  }

  /**
   * @param bare the value of one that is given without
   */
  Syntax option(
      String name, String label, String bare, String description, Consumer<String> given) {
    OptionSpec.Builder option = OptionSpec.builder(name).paramLabel(label).type(String.class);
    return add(option.arity("0..1").fallbackValue(bare), description, given);
  }

  /** One that may be given several times. */
  Syntax options(String name, String label, String description, Consumer<List<String>> given) {
    return options(OptionSpec.builder(name), label, description, given);
  }

  Syntax options(
      String letter, String name, String label, String description, Consumer<List<String>> given) {
    return options(OptionSpec.builder(letter, name), label, description, given);
  }

  private Syntax options(
      OptionSpec.Builder option, String label, String description, Consumer<List<String>> given) {
    option.paramLabel(label).type(List.class).auxiliaryTypes(String.class);
    return add(option, description, given);
  }

  Syntax parameter(String label, String description, Consumer<String> given) {
    return parameter(label, String.class, description, given);
  }

  <T> Syntax parameter(String label, Class<T> type, String description, Consumer<T> given) {
    return add(
        place("").required(true).arity("1").paramLabel(label).type(type), description, given);
  }

  Syntax optionalParameter(String label, String description, Consumer<String> given) {
    return add(place("").arity("0..1").paramLabel(label).type(String.class), description, given);
  }

  /** All the others, if there are any. */
  Syntax parameters(String label, String description, Consumer<List<String>> given) {
    PositionalParamSpec.Builder places = place("..*").arity("0..*").paramLabel(label);
    return add(places.type(List.class).auxiliaryTypes(String.class), description, given);
  }

  /** The next one, and what comes after it. */
  private PositionalParamSpec.Builder place(String after) {
    return PositionalParamSpec.builder().index(spec.positionalParameters().size() + after);
  }

  private Syntax add(OptionSpec.Builder option, String description, Consumer<?> given) {
    Binding<?> binding = new Binding<>(given);
    spec.addOption(option.description(description).getter(binding).setter(binding).build());
    return this;
  }

  private Syntax add(PositionalParamSpec.Builder place, String description, Consumer<?> given) {
    Binding<?> binding = new Binding<>(given);
    spec.addPositional(place.description(description).getter(binding).setter(binding).build());
    return this;
  }

  /** Hands on what was given, and knows it still: picocli adds to lists. */
  private static final class Binding<V> implements IGetter, ISetter {

    private final Consumer<V> given;
    private @Nullable Object value;

    Binding(Consumer<V> given) {
      this.given = given;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // picocli's
    public <T> T get() {
      return (T) value;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"})
    public <T> T set(T now) {
      T before = (T) value;
      value = now;
      if (now != null) { // picocli's first word, of what was not given
        given.accept((V) now);
      }
      return before;
    }
  }
}
