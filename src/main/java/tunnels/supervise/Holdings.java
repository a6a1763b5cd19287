package tunnels.supervise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a connection has, beside what it should have.
 *
 * @param anyKept whether it has a forward that stays though no valid profile wants it
 * @param surplus forwards that it has and that are neither wanted nor kept
 * @param missing forwards that are wanted and not there
 */
record Holdings(boolean anyKept, List<HeldForward> surplus, List<Wish> missing) {

  static Holdings of(ConnectionRecord record, List<Wish> wishes, Roster roster) {
    boolean anyKept = false;
    List<HeldForward> surplus = new ArrayList<>();
    Set<Wish> there = new HashSet<>();
    for (HeldForward held : record.forwards()) {
      boolean kept = roster.keeps(held, record.launch().orElseThrow());
      anyKept |= kept;
      if (!kept && !wishes.contains(held.wish())) {
        surplus.add(held);
      }
      if (held.isThere()) {
        there.add(held.wish());
      }
    }
    List<Wish> missing = new ArrayList<>(wishes);
    missing.removeAll(there);
    return new Holdings(anyKept, surplus, missing);
  }
}
