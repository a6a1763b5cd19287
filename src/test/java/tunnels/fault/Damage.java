package tunnels.fault;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a fault has done.
 *
 * @param what in words, for the one who reads of a failure
 * @param hit tunnels whose connections may end; all others must not notice
 * @param phases one of which every tunnel that is hit comes to while the fault lasts; none where
 *     they come back by themselves
 * @param heal ends the fault
 */
record Damage(String what, Collection<Tunnel> hit, Set<String> phases, Heal heal) {

  interface Heal {
    void run() throws Exception;
  }

  Damage {
    hit = List.copyOf(hit);
    phases = Set.copyOf(phases);
  }

  /** That mends itself. */
  static Damage passing(String what, Collection<Tunnel> hit) {
    return new Damage(what, hit, Set.of(), () -> {});
  }

  /** That nobody may notice. */
  static Damage harmless(String what) {
    return passing(what, List.of());
  }

  Damage then(Heal next) {
    return new Damage(
        what,
        hit,
        phases,
        () -> {
          heal.run();
          next.run();
        });
  }
}
