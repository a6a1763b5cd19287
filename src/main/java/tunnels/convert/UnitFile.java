package tunnels.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The commands of a systemd service (systemd.service(5)). */
final class UnitFile {

  /** What systemd takes before the program: how it is run, not what. */
  private static final String PREFIXES = "@-:+!|";

  private final Path home;
  private final Consumer<String> refuse;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<FoundCommand> commands = new ArrayList<>();

  private record Start(int line, String value) {}

  private UnitFile(Path home, Consumer<String> refuse) {
    this.home = home;
    this.refuse = refuse;
  }

  static boolean isUnit(List<LogicalLine> lines) {
    return lines.stream().anyMatch(line -> line.text().strip().equals("[Service]"));
  }

  static List<FoundCommand> read(List<LogicalLine> lines, Path home, Consumer<String> refuse) {
    UnitFile unit = new UnitFile(home, refuse);
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
    return unit.commands;
  }

  private void setting(String key, String value) {
    switch (key) {
      case "Environment" ->
          UnitWords.split(value, home, refuse).ifPresent(words -> words.forEach(this::variable));
      case "EnvironmentFile" ->
          notes.add("EnvironmentFile=" + value + ": not read; variables of it are not known");
      case "User" -> notes.add("User=" + value + ": dropped, a tunnel belongs to who starts it");
      case "Restart", "RestartSec" ->
          notes.add(key + "=" + value + ": dropped, tunnels brings back what is wanted ([retry])");
      case "ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost", "ExecReload" ->
          notes.add(key + "=" + value + ": dropped, a tunnel runs no other commands");
      default -> {}
    }
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
    Consumer<String> why = text -> refuse.accept("line " + start.line() + ": " + text);
    Optional<List<String>> words =
        UnitWords.split(start.value().substring(at), home, why)
            .flatMap(split -> UnitWords.substituted(split, variables, why));
    words.ifPresent(it -> commands.add(new FoundCommand(start.line(), it, List.copyOf(notes))));
  }
}
