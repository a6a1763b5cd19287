package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The commands. What picocli makes of all that they take takes longer than most of them run, so
 * only the one that is asked for is made whole.
 */
final class Commands {

  private static final List<String> WITH_VALUE = List.of("--config", "--state");

  private static final List<String> ALONE = List.of("-h", "--help", "-V", "--version");

  private final Context context;

  Commands(Context context) {
    this.context = context;
  }

  /**
   * The one that is named, with what it takes; none where no word is, or an unknown option before
   * it. Where the word is no command, all of them without what they take, for suggestions.
   */
  List<CommandLine> asked(String... arguments) {
    String word = word(List.of(arguments));
    Optional<Verb> named = Verb.of(word);
    if (named.isPresent()) {
      return List.of(command(named.get()).syntax().commandLine());
    }
    if (word.isEmpty()) {
      return List.of();
    }
    List<CommandLine> all = new ArrayList<>();
    for (Verb verb : Verb.values()) {
      all.add(Syntax.of(command(verb), verb).bare());
    }
    return all;
  }

  /** All, with what they take. */
  List<CommandLine> all() {
    List<CommandLine> all = new ArrayList<>();
    for (Verb verb : Verb.values()) {
      all.add(command(verb).syntax().commandLine());
    }
    return all;
  }

  private Command command(Verb verb) {
    return switch (verb) {
      case UP -> new UpCommand(context);
      case DOWN -> new DownCommand(context);
      case RESTART -> new RestartCommand(context);
      case STATUS -> new StatusCommand(context);
      case KEEPALIVE -> new KeepaliveCommand(context);
      case SUPERVISE -> new SuperviseCommand(context);
      case HOLD -> new HoldCommand(context);
      case CHECK -> new CheckCommand(context);
      case SHOW -> new ShowCommand(context);
      case PROBE -> new ProbeCommand(context);
      case LOGS -> new LogsCommand(context);
      case HISTORY -> new HistoryCommand(context);
      case ENV -> new EnvCommand(context);
      case SSH -> new SshCommand(context);
      case OPEN -> new OpenCommand(context);
      case CLEAN -> new CleanCommand(context);
      case DOCTOR -> new DoctorCommand(context);
      case INIT -> new InitCommand(context);
      case IMPORT -> new ImportCommand(context);
      case EXPORT -> new ExportCommand(context);
      case COMPLETION -> new CompletionCommand(context);
      case INSTALL -> new InstallCommand(context);
      case UNINSTALL -> new UninstallCommand(context);
    };
  }

  /** The first word that is neither an option nor the value of one. */
  private static String word(List<String> arguments) {
    for (int at = 0; at < arguments.size(); at++) {
      String argument = arguments.get(at);
      if (!argument.startsWith("-")) {
        return argument;
      }
      if (!isKnown(argument)) {
        return ""; // whether it takes the next word as its value, nobody knows
      }
      at += WITH_VALUE.contains(argument) ? 1 : 0;
    }
    return "";
  }

  /** Of the options that stand before a command. */
  private static boolean isKnown(String argument) {
    String option = argument.substring(0, (argument + "=").indexOf('='));
    return WITH_VALUE.contains(option) || ALONE.contains(option);
  }
}
