package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the commands of ssh and autossh in a systemd unit, in a launchd property list, in a crontab
 * or in a script. Nothing of it is run.
 */
public final class CommandFile {

  /** The five fields of time, or a word for them (crontab(5)). */
  private static final Pattern CRON =
      Pattern.compile(
          "\\s*(?:@[a-z]+|(?:[0-9*][0-9*/,-]*\\s+){2}(?:[0-9A-Za-z*/,-]+\\s+){2}"
              + "[0-9A-Za-z*/,-]+)\\s+(.*)");

  private static final Pattern CRON_VARIABLE =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

  private static final Pattern PERCENT = Pattern.compile("(?<!\\\\)%");
  private static final Pattern WORD = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s+(\\S+).*");

  private final CommandFinder finder;
  private final Consumer<String> refuse;
  private final List<String> notes = new ArrayList<>();

  private CommandFile(CommandFinder finder, Consumer<String> refuse) {
    this.finder = finder;
    this.refuse = refuse;
  }

  /**
   * @param refuse is told of each command that cannot be read, with its line
   */
  public static FoundCommands commands(String text, CommandSource source, Consumer<String> refuse) {
    if (PlistFile.isPlist(text)) {
      return PlistFile.read(text, refuse);
    }
    List<LogicalLine> lines = LogicalLine.of(text);
    if (UnitFile.isUnit(lines)) {
      return UnitFile.read(lines, source, refuse);
    }
    CommandFinder finder = new CommandFinder(refuse);
    finder.assign("HOME=" + source.home(), 1);
    boolean crontab = lines.stream().anyMatch(line -> CRON.matcher(line.text()).matches());
    if (crontab) {
      CommandFile file = new CommandFile(finder, refuse);
      lines.stream().filter(line -> !line.text().strip().startsWith("#")).forEach(file::line);
      return FoundCommands.of(FoundCommands.Form.CRONTAB, finder);
    }
    finder.text(text, 1, List.of());
    finder.unused();
    return FoundCommands.of(FoundCommands.Form.SCRIPT, finder);
  }

  /** A command as its words, with those that are in its quotes. */
  public static List<FoundCommand> command(List<String> words, Consumer<String> refuse) {
    CommandFinder finder = new CommandFinder(refuse);
    finder.words(words, 1, List.of());
    return finder.found();
  }

  private void line(LogicalLine line) {
    Matcher timed = CRON.matcher(line.text());
    Matcher variable = CRON_VARIABLE.matcher(line.text());
    if (timed.matches()) {
      timed(line.number(), timed.group(1));
    } else if (variable.matches()) {
      String assignment = variable.group(1) + "=" + unquoted(variable.group(2).strip());
      finder.assign(assignment, line.number());
      Invocation.variable(assignment).ifPresent(notes::add);
    }
  }

  private static String unquoted(String value) {
    return value.matches("\"[^\"]*\"|'[^']*'") ? value.substring(1, value.length() - 1) : value;
  }

  /** cron gives a command what follows a percent sign on its stdin. */
  private void timed(int line, String command) {
    if (PERCENT.matcher(command).find()) {
      CommandFinder before = new CommandFinder(why -> {});
      before.text(command, line, List.of());
      if (!before.found().isEmpty()) {
        refuse.accept(
            "line " + line + ": it holds %, which cron turns into a line break: write \\%");
      }
      return;
    }
    List<String> beside = new ArrayList<>(notes);
    beside.add("when cron runs it: dropped, tunnels keeps up what is wanted");
    finder.text(withoutUser(command.replace("\\%", "%"), beside), line, beside);
  }

  /** A crontab of the system says as whom. */
  private static String withoutUser(String command, List<String> beside) {
    Matcher words = WORD.matcher(command);
    boolean user =
        words.matches() && !Programs.isKnown(words.group(1)) && Programs.isKnown(words.group(2));
    if (user) {
      beside.add("user " + words.group(1) + ": dropped, a tunnel belongs to who starts it");
    }
    return user ? command.substring(words.start(2)) : command;
  }
}
