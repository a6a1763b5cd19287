package tunnels.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tunnels.convert.FoundCommand;
import tunnels.convert.FoundCommands;

/** What to do that nothing starts a tunnel but tunnels, in the words to type. */
final class CutOver {

  private CutOver() {}

  /**
   * @param file as it was typed; {@code -} for standard input
   * @param taken the commands that became profiles
   */
  static String from(String file, FoundCommands found, List<FoundCommand> taken, Path home) {
    boolean stdin = file.equals(InputText.STDIN);
    return switch (found.form()) {
      case UNIT -> systemd(file, stdin, home);
      case CRONTAB -> (stdin ? "crontab -e" : "in " + file) + ", comment out " + lines(taken);
      case PLIST -> "launchctl bootout gui/$(id -u)/" + found.label() + ", and remove " + file;
      case SCRIPT ->
          stdin ? "run that script no more" : "run " + lines(taken) + " of " + file + " no more";
    };
  }

  /** A unit below a home is one of the user's own manager (systemd.unit(5)). */
  private static String systemd(String file, boolean stdin, Path home) {
    Path path = Path.of(file).toAbsolutePath();
    boolean own = path.startsWith(home) || file.contains("/user/");
    String unit = stdin ? "UNIT" : String.valueOf(path.getFileName());
    return (own ? "systemctl --user" : "sudo systemctl") + " disable --now " + unit;
  }

  private static String lines(List<FoundCommand> taken) {
    List<Integer> lines = taken.stream().map(FoundCommand::line).distinct().toList();
    String all = lines.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (lines.size() == 1 ? "line " : "lines ") + all;
  }
}
