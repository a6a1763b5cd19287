package tunnels.fault;

import java.util.List;
import java.util.stream.Stream;

/** All of them. */
final class Faults {

  private Faults() {}

  /**
   * Those that this world can have; {@code -Dtunnels.faults=TEXT}: whose name has it.
   *
   * @param slow whether there is time for the slow ones too
   */
  static List<Fault> possible(World world, boolean slow) {
    String wanted = System.getProperty("tunnels.faults", "");
    return Stream.of(
            ProcessFaults.all(),
            ServerFaults.all(),
            NetworkFaults.all(),
            ListenerFaults.all(),
            StateFaults.all(world),
            ProfileFaults.all())
        .flatMap(List::stream)
        .filter(fault -> fault.name().contains(wanted) && (slow || !fault.slow()))
        .toList();
  }
}
