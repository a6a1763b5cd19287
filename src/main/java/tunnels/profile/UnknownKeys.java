package tunnels.profile;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Tells what to write instead of a key that its table does not take. */
final class UnknownKeys {
  /** What people of ssh and of similar tools write. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("name", "is the file's name without .toml: rename the file instead"),
          Map.entry("hostname", "is not known: write host = \"...\""),
          Map.entry("port", "is not known: write host = \"ssh://HOST:PORT\""),
          Map.entry("user", "is not known: write host = \"USER@HOST\""),
          Map.entry("key", "is not known: write options = [\"IdentityFile=...\"] below [ssh]"),
          Map.entry("identity", "is not known: write options = [\"IdentityFile=...\"] below [ssh]"),
          Map.entry("jump", "is not known: write options = [\"ProxyJump=...\"] below [ssh]"),
          Map.entry("socks", "is not known: write dynamic = \"PORT\" or remote = \"PORT\""));

  private UnknownKeys() {}

  static String complaint(String key, Place place) {
    return Quote.quote(key) + " " + remedy(key, place);
  }

  private static String remedy(String key, Place place) {
    Optional<Place> home = home(key);
    if (home.isPresent()) {
      return "does not belong here: write it " + home.get().where();
    }
    return Optional.ofNullable(INSTEAD.get(key))
        .or(
            () ->
                meant(key, place).map(known -> "is not known: did you mean " + shown(known) + "?"))
        .orElseGet(() -> "is not known: remove it, or write one of " + list(place));
  }

  /** The key that was meant, where this unknown one is a slip of the fingers. */
  static Optional<String> meant(String key, Place place) {
    return INSTEAD.containsKey(key) ? Optional.empty() : Suggestion.closest(key, place.keys());
  }

  private static Optional<Place> home(String key) {
    return Arrays.stream(Place.values()).filter(place -> place.keys().contains(key)).findFirst();
  }

  private static String shown(String known) {
    return switch (known) {
      case "forward" -> "[[forward]]";
      case "ssh", "retry", "health", "job" -> "[" + known + "]";
      default -> Quote.quote(known);
    };
  }

  private static String list(Place place) {
    return String.join(", ", place.keys());
  }
}
