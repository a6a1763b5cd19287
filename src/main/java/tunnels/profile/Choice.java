package tunnels.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The words that a key takes: constants of an enum, in small letters.
 *
 * @param besides what else could be written, for a word that is near to none; may be empty
 */
record Choice<E extends Enum<E>>(List<E> values, String besides) {

  Choice(List<E> values) {
    this(values, "");
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Empty where the key is missing, and after a fault. */
  Optional<E> read(Section section, String key) {
    Optional<String> written = section.text(key);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    for (E value : values) {
      if (word(value).equals(written.get())) {
        return Optional.of(value);
      }
    }
    section.fault(key, Quote.quote(written.get()) + " is no " + key + remedy(written.get()));
    return Optional.empty();
  }

  private String remedy(String written) {
    List<String> words = values.stream().map(Choice::word).toList();
    String hint =
        Suggestion.closest(written, words).map(w -> ", perhaps " + Quote.quote(w)).orElse(besides);
    return ": write one of " + String.join(", ", words) + hint;
  }
}
