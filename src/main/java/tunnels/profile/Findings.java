package tunnels.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one file, so that every fault is told and not only the first. */
final class Findings {
  private final Path file;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();

  Findings(Path file) {
    this.file = file;
  }

  void fault(int line, String what) {
    faults.add(new Fault(file, line, what));
  }

  void warning(int line, String what) {
    warnings.add(new Fault(file, line, what));
  }

  Path file() {
    return file;
  }

  /** How many faults there are so far. */
  int count() {
    return faults.size();
  }

  boolean clean() {
    return faults.isEmpty();
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  void addTo(List<Fault> allFaults, List<Fault> allWarnings) {
    allFaults.addAll(faults);
    allWarnings.addAll(warnings);
  }
}
