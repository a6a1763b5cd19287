package tunnels.cli;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import tunnels.profile.Catalog;

/** From tunnels to the connections that they ride on. */
final class Riders {

  private Riders() {}

  /** Of tunnels with a valid profile. */
  static NavigableSet<String> connections(Catalog catalog, Collection<String> tunnels) {
    NavigableSet<String> connections = new TreeSet<>();
    for (String name : tunnels) {
      connections.add(Objects.requireNonNull(catalog.profiles().get(name)).connection());
    }
    return connections;
  }
}
