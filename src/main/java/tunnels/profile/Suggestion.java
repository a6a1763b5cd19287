package tunnels.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What the user may have meant: the known word that is nearest to the one that was typed. */
public final class Suggestion {

  private Suggestion() {}

  /** The nearest candidate, unless even that one is too far off to be a slip of the fingers. */
  public static Optional<String> closest(String typed, Collection<String> candidates) {
    String word = typed.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> near(word, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, lower(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean near(String word, String candidate) {
    int longest = Math.max(word.length(), candidate.length());
    return distance(word, lower(candidate)) <= Math.max(1, longest / 3);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Damerau and Levenshtein's: letters added, lost, mistaken, or two neighbours swapped. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = cheapest(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(int[][] cost, String one, String other, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    int mistaken = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int single = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    int best = Math.min(single, cost[i - 1][j - 1] + mistaken);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
