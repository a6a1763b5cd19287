package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a value of a systemd unit into words (systemd.syntax(7), systemd.service(5)). */
final class UnitWords {

  private static final String BLANK = " \t";
  private static final Map<Character, Character> ESCAPES =
      Map.of('s', ' ', '\\', '\\', '"', '"', '\'', '\'', 't', '\t');

  /** {@code $$}, or a variable in braces. */
  private static final Pattern BRACES = Pattern.compile("\\$\\$|\\$\\{([A-Za-z0-9_]+)}");

  private static final Pattern ALONE = Pattern.compile("\\$([A-Za-z0-9_]+)");

  private final String text;
  private final UnitName unit;
  private final Consumer<String> refuse;
  private final List<String> words = new ArrayList<>();
  private boolean clean = true;
  private int at = 0;

  private UnitWords(String text, UnitName unit, Consumer<String> refuse) {
    this.text = text;
    this.unit = unit;
    this.refuse = refuse;
  }

  /**
   * @param unit that the text stands in, for the specifiers
   */
  static Optional<List<String>> split(String text, UnitName unit, Consumer<String> refuse) {
    UnitWords split = new UnitWords(text, unit, refuse);
    while (split.clean && split.blanks()) {
      split.word();
    }
    return split.clean ? Optional.of(List.copyOf(split.words)) : Optional.empty();
  }

  /** The words of a command, with the unit's own variables in place. */
  static Optional<List<String>> substituted(
      List<String> words, Map<String, String> variables, Consumer<String> refuse) {
    List<String> all = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String word : words) {
      Matcher alone = ALONE.matcher(word);
      if (alone.matches()) {
        String value = value(alone.toMatchResult(), variables, unknown);
        all.addAll(List.of(value.strip().split("\\s+")));
      } else {
        all.add(BRACES.matcher(word).replaceAll(m -> quoted(m, variables, unknown)));
      }
    }
    unknown.forEach(
        name -> refuse.accept("it holds $" + name + ", which the unit does not set: write it out"));
    return unknown.isEmpty() ? Optional.of(all) : Optional.empty();
  }

  private static String quoted(
      MatchResult match, Map<String, String> variables, List<String> unknown) {
    return Matcher.quoteReplacement(
        match.group().equals("$$") ? "$" : value(match, variables, unknown));
  }

  private static String value(
      MatchResult match, Map<String, String> variables, List<String> unknown) {
    String name = match.group(1);
    if (!variables.containsKey(name)) {
      unknown.add(name);
    }
    return variables.getOrDefault(name, "");
  }

  /** Whether another word follows. */
  private boolean blanks() {
    while (at < text.length() && isBlank(at)) {
      at++;
    }
    return at < text.length();
  }

  private boolean isBlank(int place) {
    return BLANK.indexOf(text.charAt(place)) >= 0;
  }

  /** Quotes go round a whole word only. */
  private void word() {
    char first = text.charAt(at);
    boolean quotes = first == '"' || first == '\'';
    at += quotes ? 1 : 0;
    StringBuilder word = new StringBuilder();
    while (clean && at < text.length() && !(quotes ? text.charAt(at) == first : isBlank(at))) {
      append(word, text.charAt(at++));
    }
    if (quotes && clean) {
      close();
    }
    words.add(word.toString());
  }

  private void close() {
    boolean closed = at < text.length();
    at++;
    if (!closed || (at < text.length() && !isBlank(at))) {
      refused("a quote that does not end with its word");
    }
  }

  private void append(StringBuilder word, char here) {
    boolean last = at == text.length();
    if (here == '\\') {
      Optional<Character> escaped =
          last ? Optional.empty() : Optional.ofNullable(ESCAPES.get(text.charAt(at)));
      escaped.ifPresentOrElse(word::append, () -> refused("a backslash: write the character"));
      at++;
    } else if (here == '%') {
      specifier(word, last ? ' ' : text.charAt(at++));
    } else {
      word.append(here);
    }
  }

  private void specifier(StringBuilder word, char letter) {
    Optional<String> value = unit.specifier(letter);
    if (value.isPresent()) {
      word.append(value.get());
    } else if (unit.isTemplate() && (letter == 'i' || letter == 'I')) {
      refused(
          ("%" + letter + ", and the unit is a template: give one of its instances, --file ")
              + unit.name().replace("@.", "@INSTANCE."));
    } else {
      refused("%" + letter + ", which only systemd knows: write out what it stands for");
    }
  }

  private void refused(String what) {
    refuse.accept("it holds " + what);
    clean = false;
  }
}
