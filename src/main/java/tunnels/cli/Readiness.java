package tunnels.cli;

import java.util.HashSet;
import java.util.Set;

/**
 * Told once: when a pass was made over each connection of the first look, or when that has taken
 * long enough.
 */
final class Readiness {

  private final Runnable ready;
  private final Set<String> outstanding = new HashSet<>();
  private boolean expecting;
  private boolean told;
  private int ticksLeft;

  /**
   * @param latest after so many ticks it is told in any case
   */
  Readiness(int latest, Runnable ready) {
    this.ticksLeft = latest;
    this.ready = ready;
  }

  /** The connections that there are; only the first time counts. */
  synchronized void expect(Set<String> connections) {
    if (!expecting) {
      expecting = true;
      outstanding.addAll(connections);
      tellIf(outstanding.isEmpty());
    }
  }

  synchronized void passed(String connection) {
    tellIf(outstanding.remove(connection) && outstanding.isEmpty());
  }

  synchronized void tick() {
    ticksLeft--;
    tellIf(ticksLeft <= 0);
  }

  private void tellIf(boolean now) {
    if (now && !told) {
      told = true;
      ready.run();
    }
  }
}
