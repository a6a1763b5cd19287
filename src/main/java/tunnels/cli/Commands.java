package tunnels.cli;

import java.util.List;

/**
 * The commands. What picocli makes of all of them takes longer than most of them run, so only the
 * one that is asked for is made.
 */
final class Commands {

  private static final List<String> NAMES =
      List.of(
          "up",
          "down",
          "restart",
          "status",
          "keepalive",
          "supervise",
          "hold",
          "check",
          "show",
          "probe",
          "logs",
          "history",
          "env",
          "ssh",
          "open",
          "clean",
          "doctor",
          "init",
          "import",
          "export",
          "completion",
          "install",
          "uninstall");

  private static final List<String> WITH_VALUE = List.of("--config", "--state");

  private final Context context;

  Commands(Context context) {
    this.context = context;
  }

  /** The one that is named, or all where none is: for help, and for suggestions. */
  List<Command> asked(String... arguments) {
    String word = word(List.of(arguments));
    List<String> names = NAMES.contains(word) ? List.of(word) : NAMES;
    return names.stream().map(this::command).toList();
  }

  private Command command(String name) {
    return switch (name) {
      case "up" -> new UpCommand(context);
      case "down" -> new DownCommand(context);
      case "restart" -> new RestartCommand(context);
      case "status" -> new StatusCommand(context);
      case "keepalive" -> new KeepaliveCommand(context);
      case "supervise" -> new SuperviseCommand(context);
      case "hold" -> new HoldCommand(context);
      case "check" -> new CheckCommand(context);
      case "show" -> new ShowCommand(context);
      case "probe" -> new ProbeCommand(context);
      case "logs" -> new LogsCommand(context);
      case "history" -> new HistoryCommand(context);
      case "env" -> new EnvCommand(context);
      case "ssh" -> new SshCommand(context);
      case "open" -> new OpenCommand(context);
      case "clean" -> new CleanCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "init" -> new InitCommand(context);
      case "import" -> new ImportCommand(context);
      case "export" -> new ExportCommand(context);
      case "completion" -> new CompletionCommand(context);
      case "install" -> new InstallCommand(context);
      case "uninstall" -> new UninstallCommand(context);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The first word that is neither an option nor the value of one. */
  private static String word(List<String> arguments) {
    for (int at = 0; at < arguments.size(); at++) {
      String argument = arguments.get(at);
      if (!argument.startsWith("-")) {
        return argument;
      }
      at += WITH_VALUE.contains(argument) ? 1 : 0;
    }
    return "";
  }
}
