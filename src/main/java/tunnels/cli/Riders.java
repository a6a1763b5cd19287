package tunnels.cli;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;

/** From tunnels to the connections that they ride on. */
final class Riders {

  private Riders() {}

  /** Of tunnels with a valid profile. */
  static NavigableSet<String> connections(Catalog catalog, Collection<String> tunnels) {
    return tunnels.stream()
        .map(name -> Objects.requireNonNull(catalog.profiles().get(name)))
        .map(Profile::connection)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
