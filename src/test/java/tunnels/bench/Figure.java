package tunnels.bench;

import java.util.List;
import java.util.Optional;

/**
 * What was measured of one contestant.
 *
 * @param what was measured; figures with the same belong together
 * @param who it was measured of
 * @param values one for each run, in the unit; infinite where it did not come to pass
 * @param base the one that the others are set against
 */
record Figure(
    String group, String what, String who, Unit unit, List<Double> values, Optional<Figure> base) {

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  String text() {
    return unit.text(median());
  }

  /** From the least to the most, where there was more than one run. */
  String range() {
    if (values.size() < 2) {
      return "";
    }
    double least = values.stream().min(Double::compare).orElseThrow();
    double most = values.stream().max(Double::compare).orElseThrow();
    return unit.text(least) + " to " + unit.text(most);
  }

  /** How many times the base it is. */
  String ratio() {
    return base.filter(b -> Double.isFinite(b.median()) && Double.isFinite(median()))
        .map(b -> median() / b.median())
        .map(ratio -> "%.2fx %s".formatted(ratio, base.get().who()))
        .orElse("");
  }
}
