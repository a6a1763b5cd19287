package tunnels.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the commands of ssh and autossh in a systemd unit, in a crontab or in a script. Nothing of
 * it is run.
 */
public final class CommandFile {

  private static final Pattern MENTION = Pattern.compile("(^|[\\s/;&|(])(auto)?ssh(\\s|$)");

  /** The five fields of time, or a word for them (crontab(5)). */
  private static final Pattern CRON =
      Pattern.compile(
          "\\s*(?:@[a-z]+|(?:[0-9*][0-9*/,-]*\\s+){2}(?:[0-9A-Za-z*/,-]+\\s+){2}"
              + "[0-9A-Za-z*/,-]+)\\s+(.*)");

  private static final Pattern CRON_VARIABLE =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

  private static final Pattern PERCENT = Pattern.compile("(?<!\\\\)%");
  private static final Pattern WORD = Pattern.compile("(\\S+)\\s+(\\S+).*");

  private final Consumer<String> refuse;
  private final List<String> notes = new ArrayList<>();
  private final List<FoundCommand> commands = new ArrayList<>();

  private CommandFile(Consumer<String> refuse) {
    this.refuse = refuse;
  }

  /**
   * @param home what {@code %h} stands for in a unit
   * @param refuse is told of each command that cannot be read, with its line
   */
  public static List<FoundCommand> commands(String text, Path home, Consumer<String> refuse) {
    List<LogicalLine> lines = LogicalLine.of(text);
    if (UnitFile.isUnit(lines)) {
      return UnitFile.read(lines, home, refuse);
    }
    CommandFile file = new CommandFile(refuse);
    boolean crontab = lines.stream().anyMatch(line -> CRON.matcher(line.text()).matches());
    lines.stream()
        .filter(line -> !line.text().strip().startsWith("#"))
        .forEach(line -> file.line(line, crontab));
    return file.commands;
  }

  private void line(LogicalLine line, boolean crontab) {
    Matcher timed = CRON.matcher(line.text());
    if (timed.matches() && mentions(timed.group(1))) {
      timed(line, timed.group(1));
      return;
    }
    Matcher variable = CRON_VARIABLE.matcher(line.text());
    if (crontab && variable.matches()) {
      Invocation.variable(variable.group(1) + "=" + variable.group(2)).ifPresent(notes::add);
    } else if (!crontab && mentions(line.text())) {
      shell(line, line.text(), List.of());
    }
  }

  /** cron gives a command what follows a percent sign on its stdin. */
  private void timed(LogicalLine line, String command) {
    if (PERCENT.matcher(command).find()) {
      refuse.accept("line " + line.number() + ": it holds %, which cron turns into a line break");
      return;
    }
    List<String> beside = new ArrayList<>(notes);
    beside.add("when cron runs it: dropped, tunnels keeps up what is wanted");
    shell(line, withoutUser(command.replace("\\%", "%"), beside), beside);
  }

  /** A crontab of the system says as whom. */
  private static String withoutUser(String command, List<String> beside) {
    Matcher words = WORD.matcher(command);
    boolean user =
        words.matches() && !Invocation.begins(words.group(1)) && Invocation.begins(words.group(2));
    if (user) {
      beside.add("user " + words.group(1) + ": dropped, a tunnel belongs to who starts it");
    }
    return user ? command.substring(words.start(2)) : command;
  }

  private void shell(LogicalLine line, String command, List<String> beside) {
    List<String> all = new ArrayList<>(beside);
    ShellLine.words(command, all, why -> refuse.accept("line " + line.number() + ": " + why))
        .ifPresent(words -> commands.add(new FoundCommand(line.number(), words, all)));
  }

  private static boolean mentions(String text) {
    return MENTION.matcher(text).find();
  }
}
