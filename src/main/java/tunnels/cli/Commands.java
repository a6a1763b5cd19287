package tunnels.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The commands. picocli looks at each by reflection, which takes longer than most of them run, so
 * only the one that is asked for is made.
 */
final class Commands {

  private record Entry(String name, Function<Context, Object> command) {}

  private static final List<Entry> ALL =
      List.of(
          new Entry("up", UpCommand::new),
          new Entry("down", DownCommand::new),
          new Entry("restart", RestartCommand::new),
          new Entry("status", StatusCommand::new),
          new Entry("keepalive", KeepaliveCommand::new),
          new Entry("supervise", SuperviseCommand::new),
          new Entry("hold", HoldCommand::new),
          new Entry("check", CheckCommand::new),
          new Entry("show", ShowCommand::new),
          new Entry("probe", ProbeCommand::new),
          new Entry("logs", LogsCommand::new),
          new Entry("history", HistoryCommand::new),
          new Entry("env", EnvCommand::new),
          new Entry("ssh", SshCommand::new),
          new Entry("open", OpenCommand::new),
          new Entry("clean", CleanCommand::new),
          new Entry("doctor", DoctorCommand::new),
          new Entry("init", InitCommand::new),
          new Entry("import", ImportCommand::new),
          new Entry("export", ExportCommand::new),
          new Entry("completion", CompletionCommand::new),
          new Entry("install", InstallCommand::new),
          new Entry("uninstall", UninstallCommand::new));

  private static final List<String> WITH_VALUE = List.of("--config", "--state");

  private final Context context;

  Commands(Context context) {
    this.context = context;
  }

  /** The one that is named, or all where none is: for help, and for suggestions. */
  Stream<Object> asked(String... arguments) {
    String word = word(List.of(arguments));
    boolean known = ALL.stream().anyMatch(entry -> entry.name().equals(word));
    return ALL.stream()
        .filter(entry -> !known || entry.name().equals(word))
        .map(entry -> entry.command().apply(context));
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
