package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers characters into words, and words into simple commands, as {@link ShellReader} reads. */
final class ShellCommands {

  private final ShellVariables variables;
  private final List<ShellCommand> commands = new ArrayList<>();
  private final List<String> hereDocuments = new ArrayList<>();

  /** Of the text, counted from 1, where the next character stands. */
  private int line;

  private List<ShellCommand.Word> words = new ArrayList<>();
  private List<String> redirections = new ArrayList<>();
  private String before = "";
  private int begin;

  private final StringBuilder word = new StringBuilder();
  private Optional<String> unreadable = Optional.empty();
  private boolean within = false;
  private boolean plain = true;
  private String redirection = "";

  ShellCommands(int line, ShellVariables variables) {
    this.line = line;
    this.begin = line;
    this.variables = variables;
  }

  int line() {
    return line;
  }

  void nextLine() {
    line++;
  }

  boolean isWithinWord() {
    return within;
  }

  /** Whether what is read is the value of an assignment, which is not split into words. */
  boolean isAssignment() {
    return words.isEmpty() && ShellVariables.isAssignment(word.toString());
  }

  void unquoted(char character) {
    begin();
    word.append(character);
  }

  void quoted(char character) {
    unquoted(character);
    plain = false;
    line += character == '\n' ? 1 : 0;
  }

  /** An empty string in quotes is a word too. */
  void quoted(String characters) {
    begin();
    plain = false;
    for (int i = 0; i < characters.length(); i++) {
      quoted(characters.charAt(i));
    }
  }

  /** The value of a variable: its line breaks are none of the text's. */
  void expanded(String value) {
    begin();
    plain = false;
    word.append(value);
  }

  void unreadable(String what) {
    begin();
    unreadable = unreadable.or(() -> Optional.of(what));
  }

  private void begin() {
    begin = words.isEmpty() && !within ? line : begin;
    within = true;
  }

  /** What ran for its output, in place of a part of a word. */
  void add(List<ShellCommand> others) {
    commands.addAll(others);
  }

  /** Takes the next word for a file; a number that touches the operator is a descriptor. */
  void redirect(String operator) {
    if (within && plain && word.chars().allMatch(Character::isDigit)) {
      word.setLength(0);
      within = false;
    }
    endWord();
    redirection = operator;
  }

  void endWord() {
    if (within && redirection.startsWith("<<") && !redirection.startsWith("<<<")) {
      hereDocuments.add(word.toString());
    } else if (within && !redirection.isEmpty()) {
      redirections.add(word.toString());
    } else if (within) {
      words.add(new ShellCommand.Word(word.toString(), unreadable));
    }
    redirection = within ? "" : redirection;
    word.setLength(0);
    unreadable = Optional.empty();
    within = false;
    plain = true;
  }

  /** An operator at the end of a line goes on in the next one. */
  void endLine() {
    endWord();
    endCommand(words.isEmpty() ? before : "", false);
    line++;
  }

  void endCommand(String operator, boolean background) {
    endWord();
    redirection = "";
    if (!words.isEmpty()) {
      commands.add(new ShellCommand(begin, before, words, redirections, background));
      assignments();
    }
    words = new ArrayList<>();
    redirections = new ArrayList<>();
    before = operator;
  }

  /** A command of assignments alone sets variables of the shell, as do these builtins. */
  private void assignments() {
    boolean builtin = words.get(0).text().matches("export|readonly|local|declare|typeset");
    if (builtin || words.stream().allMatch(each -> ShellVariables.isAssignment(each.text()))) {
      words.forEach(each -> variables.assign(each, begin));
    }
  }

  /** The ends of the here-documents that begin with the next line, once. */
  List<String> hereDocuments() {
    List<String> ends = List.copyOf(hereDocuments);
    hereDocuments.clear();
    return ends;
  }

  List<ShellCommand> all() {
    return commands;
  }
}
