package tunnels.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options that are handed on to ssh -o. */
final class OptionReader {
  /** Of these ssh takes every one and not only the first. */
  private static final Set<String> SEVERAL =
      Set.of("identityfile", "certificatefile", "sendenv", "setenv");

  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    static final Pattern OPTION =
        Pattern.compile("[ \\t]*([A-Za-z0-9]+)(?:[ \\t]*=[ \\t]*|[ \\t]+)(\\S.*)");
  }

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
    Matcher parts = Patterns.OPTION.matcher(option.text());
    if (!parts.matches()) {
      ssh.fault(
          option.line(), Quote.quote(option.text()) + " is no option: write \"Keyword=value\"");
      return Optional.empty();
    }
    String keyword = parts.group(1);
    Optional<String> owner = OwnedOptions.instead(keyword);
    if (owner.isPresent()) {
      ssh.fault(option.line(), Quote.quote(keyword) + " " + owner.get());
    }
    surprises(option, keyword.toLowerCase(Locale.ROOT), parts.group(2).strip());
    return owner.isPresent()
        ? Optional.empty()
        : Optional.of(keyword + "=" + parts.group(2).strip());
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
