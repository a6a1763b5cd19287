package tunnels.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the commands of ssh and autossh in shell text, however they are started there. */
final class CommandFinder {

  /** Words of the shell that a command may follow (POSIX Shell Command Language, 2.4). */
  private static final Set<String> RESERVED =
      Set.of("!", "{", "}", "if", "then", "else", "elif", "fi", "do", "done", "while", "until");

  private static final Set<String> JOINED = Set.of("&&", "||");
  private static final int DEEPEST = 5;

  private final Consumer<String> refuse;
  private final ShellVariables variables = new ShellVariables();
  private final List<FoundCommand> found = new ArrayList<>();
  private final Set<String> scripts = new LinkedHashSet<>();
  private int depth = 0;

  /**
   * @param refuse is told of each command that cannot be read, with its line
   */
  CommandFinder(Consumer<String> refuse) {
    this.refuse = refuse;
  }

  List<FoundCommand> found() {
    return List.copyOf(found);
  }

  /** Scripts and programs of somebody's own that are run: ssh may be in one of them. */
  Set<String> scripts() {
    return scripts;
  }

  void assign(String assignment, int line) {
    variables.assign(new ShellCommand.Word(assignment, Optional.empty()), line);
  }

  /**
   * @param line that the text begins at
   * @param notes what is beside it in the file
   */
  void text(String text, int line, List<String> notes) {
    if (depth == DEEPEST) {
      return;
    }
    depth++;
    List<ShellCommand> commands = ShellReader.commands(text, line, variables);
    for (int i = 0; i < commands.size(); i++) {
      List<String> all = new ArrayList<>(notes);
      all.addAll(dropped(commands, i));
      command(commands.get(i), all);
    }
    depth--;
  }

  /** One command, as its words. */
  void words(List<String> words, int line, List<String> notes) {
    List<ShellCommand.Word> all =
        words.stream().map(word -> new ShellCommand.Word(word, Optional.empty())).toList();
    command(new ShellCommand(line, "", all, List.of(), false), notes);
  }

  /** Commands that the text puts into a variable which it never names again. */
  void unused() {
    variables
        .unused()
        .forEach(
            (name, value) -> {
              List<String> words = List.of(value.text().strip().split("\\s+"));
              if (words.size() > 1 && Invocation.start(words).isPresent()) {
                text(value.text(), value.line(), List.of("the variable " + name + ": dropped"));
              }
            });
  }

  private static List<String> dropped(List<ShellCommand> commands, int at) {
    List<String> notes = new ArrayList<>();
    ShellCommand command = commands.get(at);
    if (at > 0 && JOINED.contains(command.before())) {
      String earlier = String.join(" ", commands.get(at - 1).texts());
      notes.add(earlier + " " + command.before() + ": dropped, tunnels looks at what runs itself");
    }
    if (at + 1 < commands.size() && commands.get(at + 1).before().equals("|")) {
      String later = String.join(" ", commands.get(at + 1).texts());
      notes.add("| " + later + ": dropped, see `tunnels logs`");
    }
    for (String to : command.redirections()) {
      notes.add("redirection to " + to + ": dropped, see `tunnels logs`");
    }
    if (command.background()) {
      notes.add("&: dropped, tunnels puts ssh into the background itself");
    }
    return notes;
  }

  private void command(ShellCommand command, List<String> notes) {
    List<ShellCommand.Word> words = bare(command.words());
    if (words.isEmpty()) {
      return;
    }
    List<String> texts = words.stream().map(ShellCommand.Word::text).toList();
    OptionalInt start = Invocation.start(texts);
    if (start.isPresent()) {
      take(command.line(), words.subList(start.getAsInt(), words.size()), texts, notes);
      return;
    }
    String program = Programs.first(texts);
    if (Programs.readsCommands(program)) {
      nested(program, texts, command.line(), notes);
    } else if (!Programs.startsNoTunnel(program) && Programs.mentionsSsh(texts)) {
      refuse.accept(
          ("line " + command.line() + ": " + program + " is not known to start ssh")
              + ": give the command itself, tunnels import -- ssh ...");
    }
    texts.stream().filter(text -> isScript(text, program)).forEach(scripts::add);
  }

  /** Without words of the shell before it; {@code key=ssh -N} is how supervisord has it. */
  private static List<ShellCommand.Word> bare(List<ShellCommand.Word> words) {
    int from = 0;
    while (from < words.size() && RESERVED.contains(words.get(from).text())) {
      from++;
    }
    List<ShellCommand.Word> bare = new ArrayList<>(words.subList(from, words.size()));
    if (bare.size() > 1 && ShellVariables.isAssignment(bare.get(0).text())) {
      String value = ShellVariables.value(bare.get(0).text());
      if (Programs.isSsh(value) && bare.get(1).text().startsWith("-")) {
        bare.set(0, new ShellCommand.Word(value, Optional.empty()));
      }
    }
    return bare;
  }

  private void take(int line, List<ShellCommand.Word> ssh, List<String> words, List<String> notes) {
    Optional<String> unreadable =
        ssh.stream().flatMap(word -> word.unreadable().stream()).findFirst();
    if (unreadable.isPresent()) {
      refuse.accept(
          ("line " + line + ": it holds " + unreadable.get())
              + ", and no shell is run: write out what it stands for");
    } else {
      found.add(new FoundCommand(line, words, notes));
    }
  }

  private void nested(String program, List<String> texts, int line, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    Programs.dropped(program).ifPresent(all::add);
    for (String text : texts) {
      String inner = ShellVariables.isAssignment(text) ? ShellVariables.value(text) : text;
      if (inner.strip().contains(" ")) {
        text(inner, line, all);
      }
    }
  }

  private static boolean isScript(String word, String program) {
    boolean run = word.equals(program) || Programs.readsCommands(program);
    return run && word.matches("[~/][^ ]*") && !word.matches("/(usr/)?s?bin/.*|/dev/.*");
  }
}
