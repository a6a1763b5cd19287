package tunnels.cli;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tunnels.profile.Catalog;
import tunnels.profile.Destination;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Names;
import tunnels.profile.Profile;

/**
 * Names that no profile has, and ports that are free: for no other profile, and on this machine.
 */
final class Vacancies {

  private static final int LAST = 65535;

  private final Catalog catalog;
  private final IntFunction<Optional<String>> obstacle;

  /**
   * @param obstacle why nobody could listen on a port of this machine now, if so
   */
  Vacancies(Catalog catalog, IntFunction<Optional<String>> obstacle) {
    this.catalog = catalog;
    this.obstacle = obstacle;
  }

  boolean isTaken(String name) {
    return catalog.names().contains(name);
  }

  /** A name after this host, with a number where others have that name. */
  String name(Destination host, String purpose) {
    Function<Integer, String> numbered =
        number -> Names.near(host.host(), "-" + purpose + (number == 1 ? "" : "-" + number));
    return IntStream.iterate(1, number -> number + 1)
        .mapToObj(numbered::apply)
        .filter(name -> !isTaken(name))
        .findFirst()
        .orElseThrow();
  }

  /** Why a forward cannot listen on this port of this machine, if it cannot. */
  Optional<String> whyNotHere(int port) {
    return listener(port, profile -> true, false).or(() -> obstacle.apply(port));
  }

  /** The same of a host, as far as the profiles tell. */
  Optional<String> whyNotThere(int port, Destination host) {
    return listener(port, profile -> profile.host().host().equals(host.host()), true);
  }

  /** The first that is free from this one on. */
  int here(int from) {
    return first(from, this::whyNotHere);
  }

  int there(int from, Destination host) {
    return first(from, port -> whyNotThere(port, host));
  }

  private static int first(int from, IntFunction<Optional<String>> why) {
    return IntStream.rangeClosed(from, LAST)
        .filter(port -> why.apply(port).isEmpty())
        .findFirst()
        .orElse(from);
  }

  private Optional<String> listener(int port, Predicate<Profile> choice, boolean remote) {
    return catalog.profiles().values().stream()
        .filter(choice)
        .filter(
            profile ->
                profile.forwards().stream()
                    .filter(forward -> forward.listensRemotely() == remote)
                    .anyMatch(forward -> isOn(port, forward)))
        .map(profile -> "port " + port + " is that of the profile \"" + profile.name() + "\"")
        .findFirst();
  }

  private static boolean isOn(int port, Forward forward) {
    return forward.listen() instanceof Endpoint.Tcp tcp && tcp.port() == port;
  }
}
