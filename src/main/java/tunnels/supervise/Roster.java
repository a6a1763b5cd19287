package tunnels.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.openssh.Connection;
import tunnels.openssh.MuxForward;
import tunnels.profile.Catalog;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** What the profiles and the wanted records say together. */
public final class Roster {

  private final Catalog catalog;
  private final Map<String, Wanted> asked;
  private final Set<String> except;

  /**
   * @param asked what was asked for explicitly
   * @param except tunnels that count as not wanted for now
   */
  public Roster(Catalog catalog, Map<String, Wanted> asked, Set<String> except) {
    this.catalog = catalog;
    this.asked = Map.copyOf(asked);
    this.except = Set.copyOf(except);
  }

  /** An explicit word wins over {@code autostart}. */
  public Wanted wanted(String tunnel) {
    Wanted word = asked.get(tunnel);
    if (except.contains(tunnel)) {
      return Wanted.DOWN;
    }
    if (word != null) {
      return word;
    }
    boolean autostart =
        Optional.ofNullable(catalog.profiles().get(tunnel)).map(Profile::autostart).orElse(false);
    return autostart ? Wanted.UP : Wanted.DOWN;
  }

  /** Whether it has a profile, valid or not. */
  boolean knows(String tunnel) {
    return catalog.profiles().containsKey(tunnel) || broken(tunnel);
  }

  public boolean broken(String tunnel) {
    return catalog.broken().contains(tunnel);
  }

  /** The valid profiles that ride on a connection, wanted or not, by name. */
  public List<Profile> riders(String connection) {
    return catalog.profiles().values().stream()
        .filter(profile -> profile.connection().equals(connection))
        .toList();
  }

  public Optional<Connection> connection(String name) {
    List<Profile> riders = riders(name);
    return riders.isEmpty() ? Optional.empty() : Optional.of(Connection.of(riders));
  }

  /** Every forward that should be there. */
  List<Wish> wishes(String connection) {
    List<Wish> wishes = new ArrayList<>();
    for (Profile profile : riders(connection)) {
      if (wanted(profile.name()) == Wanted.UP) {
        MuxForward.all(profile).forEach(f -> wishes.add(new Wish(profile.name(), f)));
      }
    }
    return wishes;
  }

  /** Every forward that a tunnel of the connection could have, wanted or not. */
  Stream<Wish> possible(String connection) {
    return riders(connection).stream()
        .flatMap(p -> MuxForward.all(p).map(f -> new Wish(p.name(), f)));
  }

  /** Every forward that one tunnel should have. */
  List<Wish> wishes(String tunnel, String connection) {
    return wishes(connection).stream().filter(wish -> wish.tunnel().equals(tunnel)).toList();
  }

  /** Whether a connection has a forward whose far end is to be proved. */
  boolean probes(String connection) {
    return riders(connection).stream()
        .flatMap(profile -> profile.forwards().stream())
        .anyMatch(forward -> forward.probe() != Forward.Probe.NONE);
  }

  Optional<Profile> profile(String tunnel) {
    return Optional.ofNullable(catalog.profiles().get(tunnel));
  }

  /** Whether a tunnel may come back without a person. */
  boolean unattended(String tunnel) {
    return Optional.ofNullable(catalog.profiles().get(tunnel))
        .map(Profile::unattended)
        .orElse(true);
  }

  /**
   * Whether what a tunnel has stays though no valid profile wants it: a broken profile changes
   * nothing until a {@code down}, and one that stands in another folder is not ours to judge.
   */
  boolean keeps(HeldForward held, LaunchRecord launch) {
    String tunnel = held.tunnel();
    boolean asked =
        wanted(tunnel) == Wanted.UP || (broken(tunnel) && this.asked.get(tunnel) == null);
    boolean known = catalog.profiles().containsKey(tunnel);
    return asked
        && !known
        && !except.contains(tunnel)
        && (broken(tunnel) || !launch.deleted(tunnel));
  }
}
