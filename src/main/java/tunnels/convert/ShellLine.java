package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Splits one line of shell into the words of one command. Nothing is expanded or run: what only a
 * shell could make words of is refused.
 */
final class ShellLine {

  private static final String SPECIAL_IN_QUOTES = "\"\\$`";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final List<String> notes;
  private final Consumer<String> refuse;
  private final StringBuilder word = new StringBuilder();
  private boolean within = false;
  private boolean plain = true;
  private boolean redirected = false;
  private int at = 0;

  private ShellLine(String text, List<String> notes, Consumer<String> refuse) {
    this.text = text;
    this.notes = notes;
    this.refuse = refuse;
  }

  /**
   * @param notes is told what of the line is no part of the command
   */
  static Optional<List<String>> words(String text, List<String> notes, Consumer<String> refuse) {
    return new ShellLine(text, notes, refuse).split();
  }

  private Optional<List<String>> split() {
    boolean read = true;
    while (read && at < text.length()) {
      read = next(text.charAt(at++));
    }
    if (read) {
      end();
    }
    return read ? Optional.of(List.copyOf(words)) : Optional.empty();
  }

  private boolean next(char here) {
    return switch (here) {
      case ' ', '\t' -> end();
      case '\'' -> single();
      case '"' -> quoted();
      case '\\' -> at == text.length() || append(text.charAt(at++), false);
      case '#' -> within ? append(here, true) : comment();
      case '$', '`' -> refused("$ or `, and no shell is run: write out what it stands for");
      case '&' -> background();
      case '<', '>' -> redirection();
      case '|', ';', '(', ')' -> refused(here + ", so it is more than one command: give one");
      default -> append(here, true);
    };
  }

  private boolean append(char character, boolean unquoted) {
    word.append(character);
    plain &= unquoted;
    within = true;
    return true;
  }

  /** A word ends here, if there is one. */
  private boolean end() {
    if (within && redirected) {
      notes.add("redirection to " + word + ": dropped, see `tunnels logs`");
      redirected = false;
    } else if (within) {
      words.add(word.toString());
    }
    word.setLength(0);
    within = false;
    plain = true;
    return true;
  }

  private boolean comment() {
    at = text.length();
    return true;
  }

  private boolean single() {
    int close = text.indexOf('\'', at);
    if (close < 0) {
      return refused("a quote that is not closed");
    }
    word.append(text, at, close);
    at = close + 1;
    within = true;
    plain = false;
    return true;
  }

  private boolean quoted() {
    within = true;
    plain = false;
    while (at < text.length() && text.charAt(at) != '"') {
      char here = text.charAt(at++);
      boolean escaped =
          here == '\\' && at < text.length() && SPECIAL_IN_QUOTES.indexOf(text.charAt(at)) >= 0;
      if (!escaped && (here == '$' || here == '`')) {
        return next(here);
      }
      word.append(escaped ? text.charAt(at++) : here);
    }
    return at++ < text.length() || refused("a quote that is not closed");
  }

  /** An ampersand at the end; {@code &>} is a redirection. */
  private boolean background() {
    if (text.startsWith(">", at)) {
      end();
      at++;
      return redirection();
    }
    String rest = text.substring(at).strip();
    if (!rest.isEmpty() && !rest.startsWith("#")) {
      return refused("&, so it is more than one command: give one");
    }
    notes.add("&: dropped, tunnels puts ssh into the background itself");
    return comment();
  }

  private boolean redirection() {
    boolean number = within && plain && word.chars().allMatch(Character::isDigit);
    if (number) {
      word.setLength(0);
      within = false;
    }
    end();
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    redirected = true;
    return true;
  }

  private boolean refused(String what) {
    refuse.accept("it holds " + what);
    return false;
  }
}
