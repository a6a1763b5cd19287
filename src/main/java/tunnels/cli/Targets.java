package tunnels.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.profile.Suggestion;

/** Which tunnels a command is for: {@code NAME|@TAG... | --all}. */
final class Targets {

  /** As many as are read at a glance. */
  private static final int MOST_NAMES = 20;

  private List<String> words = List.of();
  private boolean all;

  /** What these are typed as. */
  Syntax addTo(Syntax syntax) {
    return syntax
        .parameters("NAME|@TAG", "Tunnels, by name or by tag.", given -> words = given)
        .flag("--all", "Every tunnel that has a profile.", given -> all = given);
  }

  /**
   * The names that are meant.
   *
   * @param known every name that may be typed
   * @throws UsageError if nothing was named, or something that matches nothing
   */
  SortedSet<String> names(Catalog catalog, Collection<String> known) {
    return names(catalog, known, known);
  }

  /**
   * @param every those that {@code --all} means
   */
  SortedSet<String> names(Catalog catalog, Collection<String> known, Collection<String> every) {
    if (all && !words.isEmpty()) {
      throw new UsageError("--all goes without names");
    }
    if (all) {
      return new TreeSet<>(every);
    }
    if (words.isEmpty()) {
      throw new UsageError("name a tunnel, a @tag, or --all" + knownNames(known));
    }
    SortedSet<String> names = new TreeSet<>();
    for (String word : words) {
      names.addAll(matching(word, catalog, known));
    }
    return names;
  }

  /** One name that must be known. */
  static String one(String word, Collection<String> known) {
    return one("tunnel", word, known);
  }

  /**
   * @param noun of what is known
   */
  static String one(String noun, String word, Collection<String> known) {
    if (known.contains(word)) {
      return word;
    }
    throw new UsageError("no " + noun + " is called \"" + word + "\"" + suggestion(word, known));
  }

  private static Collection<String> matching(
      String word, Catalog catalog, Collection<String> known) {
    if (!word.startsWith("@")) {
      return List.of(one(word, known));
    }
    String tag = word.substring(1);
    List<String> tagged = tagged(tag, catalog);
    if (tagged.isEmpty()) {
      throw new UsageError("no tunnel has the tag \"" + tag + "\"" + tagSuggestion(tag, catalog));
    }
    return tagged;
  }

  private static List<String> tagged(String tag, Catalog catalog) {
    List<String> tagged = new ArrayList<>();
    for (Profile profile : catalog.profiles().values()) {
      if (profile.tags().contains(tag)) {
        tagged.add(profile.name());
      }
    }
    return tagged;
  }

  private static String tagSuggestion(String tag, Catalog catalog) {
    List<String> tags =
        catalog.profiles().values().stream().flatMap(p -> p.tags().stream()).distinct().toList();
    return Suggestion.closest(tag, tags).map(near -> ": did you mean @" + near + "?").orElse("");
  }

  private static String suggestion(String word, Collection<String> known) {
    return Suggestion.closest(word, known)
        .map(near -> ": did you mean \"" + near + "\"?")
        .orElseGet(() -> knownNames(known));
  }

  private static String knownNames(Collection<String> known) {
    List<String> few = known.stream().limit(MOST_NAMES).toList();
    int left = known.size() - few.size();
    String more = left > 0 ? " and " + left + " more: tunnels status" : "";
    return known.isEmpty()
        ? "; there is no profile yet"
        : "; there are: " + String.join(" ", few) + more;
  }
}
