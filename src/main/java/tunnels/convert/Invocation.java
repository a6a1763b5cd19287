package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A command that runs ssh or autossh: variables and the like before its name, and what is after.
 *
 * @param notes what of it has no place in a profile
 */
record Invocation(boolean autossh, List<String> arguments, List<String> notes) {

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
    OptionalInt start = start(words);
    if (start.isEmpty()) {
      refuse.accept("it runs neither ssh nor autossh: give the command from there on");
      return Optional.empty();
    }
    int at = start.getAsInt();
    List<String> before = words.subList(0, at);
    List<String> notes = new ArrayList<>();
    before.forEach(word -> variable(word).ifPresent(notes::add));
    before.forEach(word -> Programs.dropped(word).ifPresent(notes::add));
    List<String> arguments = new ArrayList<>(words.subList(at + 1, words.size()));
    if (before.stream().anyMatch(word -> Programs.name(word).equals("start-stop-daemon"))) {
      arguments.subList(0, arguments.indexOf("--") + 1).clear(); // what is before is its own
    }
    boolean autossh = Programs.name(words.get(at)).equals("autossh");
    return Optional.of(new Invocation(autossh, List.copyOf(arguments), notes));
  }

  /** Where ssh or autossh is named as the program that is run, itself or by one that starts it. */
  static OptionalInt start(List<String> words) {
    boolean started = false;
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (Programs.isSsh(word)) {
        return OptionalInt.of(at);
      }
      if (Programs.isStarter(word)) {
        started = true;
      } else if (Programs.startsNoTunnel(word)
          || (!started && !ShellVariables.isAssignment(word))) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** What becomes of a variable; nothing is said of a program. */
  static Optional<String> variable(String word) {
    if (!ShellVariables.isAssignment(word)) {
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
}
