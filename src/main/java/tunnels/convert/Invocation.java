package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A command that runs ssh or autossh: variables and the like before its name, and what is after.
 *
 * @param notes what of it has no place in a profile
 */
record Invocation(boolean autossh, List<String> arguments, List<String> notes) {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

  /** Programs that only start the one that is named next. */
  private static final Set<String> STARTERS = Set.of("env", "exec", "nohup", "setsid", "command");

  private static final Map<String, String> AUTOSSH =
      Map.of(
          "AUTOSSH_PORT", "ssh itself asks the server (alive below [health])",
          "AUTOSSH_POLL", "alive below [health] says how often the server is asked",
          "AUTOSSH_FIRST_POLL", "alive below [health] says how often the server is asked",
          "AUTOSSH_GATETIME", "a first start that fails is tried again like any other",
          "AUTOSSH_MAXSTART", "a wanted tunnel is tried again until its `down`",
          "AUTOSSH_MAXLIFETIME", "a wanted tunnel is kept up until its `down`",
          "AUTOSSH_LOGFILE", "see `tunnels logs`",
          "AUTOSSH_PIDFILE", "see `tunnels status`",
          "AUTOSSH_PATH", "the ssh of PATH is run");

  /** The words of one command, as a shell hands them on. */
  static Optional<Invocation> of(List<String> words, Consumer<String> refuse) {
    List<String> notes = new ArrayList<>();
    int at = 0;
    while (at < words.size() && isBefore(words.get(at))) {
      variable(words.get(at++)).ifPresent(notes::add);
    }
    String program = at < words.size() ? program(words.get(at)) : "";
    if (!isSsh(program)) {
      refuse.accept("it runs neither ssh nor autossh: give the command from there on");
      return Optional.empty();
    }
    List<String> arguments = List.copyOf(words.subList(at + 1, words.size()));
    return Optional.of(new Invocation(program.equals("autossh"), arguments, notes));
  }

  /** Whether a command could begin so. */
  static boolean begins(String word) {
    return isBefore(word) || isSsh(program(word));
  }

  /** What becomes of a variable; nothing is said of a program. */
  static Optional<String> variable(String word) {
    if (!VARIABLE.matcher(word).matches()) {
      return Optional.empty();
    }
    String name = word.substring(0, word.indexOf('='));
    if (name.equals("SSH_AUTH_SOCK")) {
      return Optional.of(
          "SSH_AUTH_SOCK: dropped; write options = [\"IdentityAgent=SOCKET\"] below [ssh]");
    }
    String why = AUTOSSH.getOrDefault(name, "a profile sets no variables");
    return Optional.of(name + ": dropped, " + why);
  }

  private static boolean isBefore(String word) {
    return VARIABLE.matcher(word).matches() || STARTERS.contains(program(word));
  }

  private static boolean isSsh(String program) {
    return program.equals("ssh") || program.equals("autossh");
  }

  private static String program(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
