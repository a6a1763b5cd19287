package tunnels.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contestants take turns, so that whatever else the machine does hits them alike. */
final class Contest {

  /** Once; in the unit of the contest. */
  interface Trial {
    double measure() throws Exception;
  }

  private final String group;
  private final String what;
  private final Unit unit;
  private final Map<String, Trial> trials = new LinkedHashMap<>();

  Contest(String group, String what, Unit unit) {
    this.group = group;
    this.what = what;
    this.unit = unit;
  }

  /** The first one is the base. */
  Contest with(String who, Trial trial) {
    trials.put(who, trial);
    return this;
  }

  void run(int runs, Report report) throws Exception {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (int run = 0; run < runs; run++) {
      for (Map.Entry<String, Trial> each : trials.entrySet()) {
        values
            .computeIfAbsent(each.getKey(), who -> new ArrayList<>())
            .add(each.getValue().measure());
      }
    }
    report(values, report);
  }

  private void report(Map<String, List<Double>> values, Report report) {
    Optional<Figure> base = Optional.empty();
    for (Map.Entry<String, List<Double>> each : values.entrySet()) {
      Figure figure =
          report.add(new Figure(group, what, each.getKey(), unit, each.getValue(), base));
      base = base.isPresent() ? base : Optional.of(figure);
    }
  }
}
