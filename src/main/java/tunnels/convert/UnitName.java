package tunnels.convert;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit's name, {@code NAME.service} or {@code TEMPLATE@INSTANCE.service} (systemd.unit(5)), with
 * what the specifiers in its text stand for.
 *
 * @param home what {@code %h} stands for
 */
public record UnitName(String name, Path home) {

  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  /** Without {@code .service} or any other suffix. */
  public String stem() {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Between {@code @} and the suffix; empty for a template and for a unit without one. */
  public String instance() {
    int at = stem().indexOf('@');
    return at < 0 ? "" : stem().substring(at + 1);
  }

  public boolean isTemplate() {
    return stem().endsWith("@");
  }

  /** The template that this is an instance of. */
  public String template() {
    return name.substring(0, name.indexOf('@') + 1) + name.substring(stem().length());
  }

  /** What {@code %} and a letter stand for, where that is known without systemd. */
  Optional<String> specifier(char letter) {
    String prefix = stem().contains("@") ? stem().substring(0, stem().indexOf('@')) : stem();
    String value =
        switch (letter) {
          case '%' -> "%";
          case 'h' -> home.toString();
          case 'i' -> instance();
          case 'I' -> unescaped(instance());
          case 'j' -> prefix.substring(prefix.lastIndexOf('-') + 1);
          case 'n' -> name;
          case 'N' -> stem();
          case 'p' -> prefix;
          case 'P' -> unescaped(prefix);
          default -> "";
        };
    return Optional.of(value).filter(known -> !known.isEmpty());
  }

  /** As systemd-escape(1) --unescape: a dash is a slash. */
  private static String unescaped(String text) {
    Matcher escaped = ESCAPED.matcher(text.replace('-', '/'));
    return escaped.replaceAll(
        match -> Matcher.quoteReplacement("" + (char) Integer.parseInt(match.group(1), 16)));
  }
}
