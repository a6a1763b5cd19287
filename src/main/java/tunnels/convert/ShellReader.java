package tunnels.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits shell text into its simple commands. Nothing is run; of the expansions only the variables
 * that the text itself sets are made, and what only a shell could expand is marked in its word.
 */
final class ShellReader {

  private static final String SPECIAL_IN_QUOTES = "\"\\$`";
  private static final String SPECIAL_PARAMETERS = "@*#?-$!";
  private static final int DEEPEST = 8;

  private final String text;
  private final ShellVariables variables;
  private final ShellCommands commands;
  private final int depth;

  /** What was looked for in vain to the end of the text: from then on only in its line. */
  private final Set<Character> unclosed = new HashSet<>();

  private int at = 0;

  private ShellReader(String text, int line, ShellVariables variables, int depth) {
    this.text = text;
    this.variables = variables;
    this.commands = new ShellCommands(line, variables);
    this.depth = depth;
  }

  /**
   * @param line that the text begins at
   * @param variables what is set so far; the text adds its own
   */
  static List<ShellCommand> commands(String text, int line, ShellVariables variables) {
    return new ShellReader(text, line, variables, 0).read();
  }

  private List<ShellCommand> read() {
    while (at < text.length()) {
      next(text.charAt(at++));
    }
    commands.endCommand("", false);
    return commands.all();
  }

  private void next(char here) {
    switch (here) {
      case ' ', '\t', '\r' -> commands.endWord();
      case '\n' -> newline();
      case '\'' -> single();
      case '"' -> quoted();
      case '\\' -> escaped();
      case '$' -> dollar(false);
      case '`' -> substitution('`', "`", "`");
      case '<', '>' -> redirect(here);
      case '&' -> ampersand();
      case '|' -> pipe();
      case ';', '(', ')' -> commands.endCommand("", false);
      case '#' -> comment();
      default -> commands.unquoted(here);
    }
  }

  private boolean taken(char expected) {
    boolean there = at < text.length() && text.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void newline() {
    commands.endLine();
    commands.hereDocuments().forEach(this::skipTo);
  }

  /** A here-document is data, whatever stands in it. */
  private void skipTo(String end) {
    boolean ended = false;
    while (!ended && at < text.length()) {
      ended = text.substring(at, endOfLine()).strip().equals(end);
      at = Math.min(text.length(), endOfLine() + 1);
      commands.nextLine();
    }
  }

  private void comment() {
    if (commands.isWithinWord()) {
      commands.unquoted('#');
    } else {
      at = endOfLine();
    }
  }

  private void escaped() {
    if (taken('\n')) {
      commands.nextLine();
    } else if (at < text.length()) {
      commands.quoted(text.charAt(at++));
    }
  }

  private void single() {
    int close = text.indexOf('\'', at);
    if (close < 0) {
      broken();
      return;
    }
    commands.quoted(text.substring(at, close));
    at = close + 1;
  }

  private void quoted() {
    int close = closing('"');
    if (close < 0) {
      broken();
      return;
    }
    commands.quoted("");
    while (at < close) {
      inQuotes(text.charAt(at++));
    }
    at = close + 1;
  }

  private void inQuotes(char here) {
    char after = text.charAt(at);
    if (here == '\\' && SPECIAL_IN_QUOTES.indexOf(after) >= 0) {
      at++;
      commands.quoted(after);
    } else if (here == '\\' && after == '\n') {
      at++;
      commands.nextLine();
    } else if (here == '$') {
      dollar(true);
    } else if (here == '`') {
      substitution('`', "`", "`");
    } else {
      commands.quoted(here);
    }
  }

  /** What is not closed ends with its line, so that the lines below are read all the same. */
  private void broken() {
    commands.unreadable("a quote that is not closed");
    at = endOfLine();
  }

  /** Where the quote, backquote or bracket ends that is open here; below zero if nowhere. */
  private int closing(char close) {
    int end = unclosed.contains(close) ? endOfLine() : text.length();
    int depth = 0;
    for (int i = at; i < end; i++) {
      char here = text.charAt(i);
      if (here == '\\') {
        i++;
      } else if (here == close && depth == 0) {
        return i;
      } else if (here == ')') {
        depth = Math.max(0, depth - 1);
      } else if (here == '(' && (close == ')' || (i > 0 && text.charAt(i - 1) == '$'))) {
        depth++;
      }
    }
    unclosed.add(close);
    return -1;
  }

  private void dollar(boolean inQuotes) {
    if (!inQuotes && taken('\'')) {
      single();
    } else if (taken('(')) {
      substitution(')', "$(", ")");
    } else if (taken('{')) {
      int close = closing('}');
      int end = close < 0 ? endOfLine() : close;
      String name = text.substring(at, end);
      at = Math.min(text.length(), end + 1);
      expand(name, "${" + name + "}", inQuotes);
    } else {
      parameter(inQuotes);
    }
  }

  private void parameter(boolean inQuotes) {
    int end = at;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    String name = text.substring(at, end);
    boolean special = end < text.length() && SPECIAL_PARAMETERS.indexOf(text.charAt(end)) >= 0;
    at = end;
    if (!name.isEmpty()) {
      expand(name, "$" + name, inQuotes);
    } else if (special) {
      commands.unreadable("$" + text.charAt(at++));
    } else {
      commands.quoted('$');
    }
  }

  private static boolean isNamePart(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  /** Without quotes, white space in a value makes words of it. */
  private void expand(String name, String shown, boolean inQuotes) {
    Optional<String> value = variables.get(name);
    if (value.isEmpty()) {
      commands.unreadable(shown);
    } else if (inQuotes || commands.isAssignment()) {
      commands.expanded(value.get());
    } else {
      split(value.get());
    }
  }

  private void split(String value) {
    String rest = value;
    while (!rest.isEmpty()) {
      int blank = 0;
      while (blank < rest.length() && !Character.isWhitespace(rest.charAt(blank))) {
        blank++;
      }
      if (blank > 0) {
        commands.expanded(rest.substring(0, blank));
      }
      if (blank < rest.length()) {
        commands.endWord();
      }
      rest = rest.substring(Math.min(rest.length(), blank + 1));
    }
  }

  /** The commands within are commands too; what they print nobody knows here. */
  private void substitution(char close, String opening, String ending) {
    int closing = closing(close);
    int end = closing < 0 ? endOfLine() : closing;
    String inner = text.substring(at, end);
    if (depth < DEEPEST) {
      commands.add(new ShellReader(inner, commands.line(), variables, depth + 1).read());
    }
    inner.chars().filter(c -> c == '\n').forEach(c -> commands.nextLine());
    at = Math.min(text.length(), closing < 0 ? end : end + 1);
    commands.unreadable(opening + inner + ending);
  }

  private void redirect(char here) {
    StringBuilder operator = new StringBuilder().append(here);
    while (at < text.length() && "<>&|-".indexOf(text.charAt(at)) >= 0) {
      operator.append(text.charAt(at++));
    }
    commands.redirect(operator.toString());
    if (taken('(')) {
      substitution(')', here + "(", ")");
    }
  }

  private void ampersand() {
    if (taken('&')) {
      commands.endCommand("&&", false);
    } else if (taken('>')) {
      commands.endWord();
      redirect('>');
    } else {
      commands.endCommand("", true);
    }
  }

  private void pipe() {
    String operator = taken('|') ? "||" : "|";
    at += text.startsWith("&", at) ? 1 : 0;
    commands.endCommand(operator, false);
  }
}
