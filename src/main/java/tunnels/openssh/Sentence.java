package tunnels.openssh;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence that ssh says, or what speaks beside it, and what it means.
 *
 * @param advice for this very case, with {@code {host}}, {@code {ssh}} and the groups of the
 *     pattern as {@code {1}}; empty is the kind's own
 */
record Sentence(FailureKind kind, Pattern pattern, String advice) {

  /** One that says all that there is to say of its kind. */
  static Sentence of(FailureKind kind, String pattern) {
    return of(kind, pattern, "");
  }

  static Sentence of(FailureKind kind, String pattern, String advice) {
    return new Sentence(kind, Pattern.compile(pattern), advice);
  }

  /** What this line means; empty if it is another sentence. */
  Optional<Cause> meaning(String line) {
    Matcher said = pattern.matcher(line);
    if (!said.find()) {
      return Optional.empty();
    }
    return Optional.of(
        advice.isEmpty() ? new Cause(kind, line) : new Cause(kind, line, advice(said)));
  }

  private String advice(Matcher said) {
    String text = advice;
    for (int group = 1; group <= said.groupCount(); group++) {
      String value = said.group(group);
      text = text.replace("{" + group + "}", value == null ? "" : value);
    }
    return text;
  }
}
