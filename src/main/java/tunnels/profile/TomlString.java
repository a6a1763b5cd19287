package tunnels.profile;

import java.util.Optional;

/** Text as a TOML string that is read back to the very same, by the fence and by TOML4J. */
final class TomlString {

  private static final String LITERAL = "'''";

  private TomlString() {}

  /** Empty where no string of TOML that we read says this: a line break, or quotes of all kinds. */
  static Optional<String> of(String text) {
    boolean slash = text.indexOf('\\') >= 0;
    if (Quote.hasControl(text)) {
      return Optional.empty();
    }
    if (!slash && text.indexOf('"') < 0) {
      return Optional.of('"' + text + '"');
    }
    if (text.indexOf('\'') < 0) {
      return Optional.of("'" + text + "'");
    }
    if (!slash) {
      return Optional.of('"' + text.replace("\"", "\\\"") + '"');
    }
    boolean literal = !text.contains(LITERAL) && !text.startsWith("'") && !text.endsWith("'");
    return literal ? Optional.of(LITERAL + text + LITERAL) : Optional.empty();
  }
}
