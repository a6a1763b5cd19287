package tunnels.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The commands of a systemd service (systemd.service(5)). */
final class UnitFile {

  /** What systemd takes before the program: how it is run, not what. */
  private static final String PREFIXES = "@-:+!|";

  private final CommandSource source;
  private final UnitName name;
  private final Consumer<String> refuse;
  private final CommandFinder finder;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  private record Start(int line, String value) {}

  private UnitFile(CommandSource source, Consumer<String> refuse) {
    this.source = source;
    this.name = new UnitName(source.name(), source.home());
    this.refuse = refuse;
    this.finder = new CommandFinder(refuse);
  }

  static boolean isUnit(List<LogicalLine> lines) {
    return lines.stream().anyMatch(line -> line.text().strip().equals("[Service]"));
  }

  static FoundCommands read(
      List<LogicalLine> lines, CommandSource source, Consumer<String> refuse) {
    UnitFile unit = new UnitFile(source, refuse);
    List<Start> starts = new ArrayList<>();
    for (LogicalLine line : lines) {
      String text = line.text().strip();
      int equals = text.indexOf('=');
      if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
        String key = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (key.equals("ExecStart")) {
          starts.add(new Start(line.number(), value));
        } else {
          unit.setting(key, value);
        }
      }
    }
    starts.stream().filter(start -> !start.value().isEmpty()).forEach(unit::command);
    return FoundCommands.of(FoundCommands.Form.UNIT, unit.finder);
  }

  private void setting(String key, String value) {
    switch (key) {
      case "Environment" ->
          UnitWords.split(value, name, refuse).ifPresent(words -> words.forEach(this::variable));
      case "EnvironmentFile" -> environmentFile(value);
      case "User" -> notes.add("User=" + value + ": dropped, a tunnel belongs to who starts it");
      case "Restart", "RestartSec" ->
          notes.add(key + "=" + value + ": dropped, tunnels brings back what is wanted ([retry])");
      case "ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost", "ExecReload" ->
          notes.add(key + "=" + value + ": dropped, a tunnel runs no other commands");
      default -> {}
    }
  }

  /** Its lines win over those of Environment= (systemd.exec(5)); a dash says it may be missing. */
  private void environmentFile(String value) {
    UnitWords.split(value.startsWith("-") ? value.substring(1) : value, name, refuse)
        .filter(words -> !words.isEmpty())
        .ifPresent(
            words -> {
              Optional<String> text = source.files().apply(Path.of(words.get(0)));
              text.ifPresent(
                  lines ->
                      EnvironmentText.variables(lines).forEach((k, v) -> variable(k + "=" + v)));
              if (text.isEmpty()) {
                notes.add("EnvironmentFile=" + value + ": cannot be read here");
              }
            });
  }

  private void variable(String word) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      variables.put(word.substring(0, equals), word.substring(equals + 1));
      Invocation.variable(word).ifPresent(notes::add);
    }
  }

  private void command(Start start) {
    int at = 0;
    while (at < start.value().length() && PREFIXES.indexOf(start.value().charAt(at)) >= 0) {
      at++;
    }
    String command = start.value().substring(at);
    Consumer<String> why = text -> unread(start.line(), command, text);
    UnitWords.split(command, name, why)
        .flatMap(split -> UnitWords.substituted(split, variables, why))
        .ifPresent(words -> finder.words(words, start.line(), List.copyOf(notes)));
  }

  /** Nobody needs to know of a command that has nothing to do with ssh. */
  private void unread(int line, String command, String why) {
    if (Set.of("ssh", "autossh").stream().anyMatch(command::contains)) {
      refuse.accept("line " + line + ": " + why);
    }
  }
}
