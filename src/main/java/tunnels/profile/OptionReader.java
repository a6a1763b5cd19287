package tunnels.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the options that are handed on to ssh -o. */
final class OptionReader {
  /** Of these ssh takes every one and not only the first. */
  private static final Set<String> SEVERAL =
      Set.of("identityfile", "certificatefile", "sendenv", "setenv");

  private final Section ssh;
  private final Set<String> seen = new HashSet<>();

  private OptionReader(Section ssh) {
    this.ssh = ssh;
  }

  /** Each as {@code Keyword=value}. */
  static List<String> read(Section ssh) {
    OptionReader reader = new OptionReader(ssh);
    List<String> options = new ArrayList<>();
    for (Value.Text written : ssh.texts("options")) {
      Optional<String> option = reader.option(written);
      if (option.isPresent()) {
        options.add(option.get());
      }
    }
    return options;
  }

  private Optional<String> option(Value.Text option) {
    String text = option.text();
    int begin = afterBlanks(text, 0);
    int end = afterKeyword(text, begin);
    int value = afterSeparator(text, end);
    if (begin == end || value == end || !isValue(text.substring(value))) {
      ssh.fault(
          option.line(), Quote.quote(option.text()) + " is no option: write \"Keyword=value\"");
      return Optional.empty();
    }
    return allowed(option, text.substring(begin, end), text.substring(value).strip());
  }

  private Optional<String> allowed(Value.Text option, String keyword, String value) {
    Optional<String> owner = OwnedOptions.instead(keyword);
    if (owner.isPresent()) {
      ssh.fault(option.line(), Quote.quote(keyword) + " " + owner.get());
    }
    surprises(option, keyword.toLowerCase(Locale.ROOT), value);
    return owner.isPresent() ? Optional.empty() : Optional.of(keyword + "=" + value);
  }

  /** Past blanks, of which tabs are none here: they are control characters. */
  private static int afterBlanks(String text, int begin) {
    int at = begin;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int afterKeyword(String text, int begin) {
    int at = begin;
    while (at < text.length() && Ascii.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Past blanks or an equals sign; one that ends the text after blanks is the value itself. */
  private static int afterSeparator(String text, int begin) {
    int blanks = afterBlanks(text, begin);
    int sign = text.startsWith("=", blanks) ? afterBlanks(text, blanks + 1) : blanks;
    return sign < text.length() ? sign : blanks;
  }

  /** Of one line; the other line breaks are control characters. */
  private static boolean isValue(String text) {
    return !text.isEmpty() && text.indexOf('\u2028', 1) < 0 && text.indexOf('\u2029', 1) < 0;
  }

  private void surprises(Value.Text option, String keyword, String value) {
    if (!seen.add(keyword) && !SEVERAL.contains(keyword)) {
      ssh.warning(
          option.line(),
          Quote.quote(option.text())
              + " is the second of its keyword, and ssh takes the first: remove one");
    }
    String plain = value.replace("\"", "").toLowerCase(Locale.ROOT);
    boolean unchecked =
        switch (keyword) {
          case "stricthostkeychecking" -> plain.equals("no") || plain.equals("off");
          case "userknownhostsfile" -> plain.equals("none") || plain.equals("/dev/null");
          default -> false;
        };
    if (unchecked) {
      ssh.warning(
          option.line(),
          Quote.quote(option.text())
              + " leaves the host's key unchecked, so that anyone in "
              + "between can read along: write StrictHostKeyChecking=accept-new, or remove it");
    }
  }
}
