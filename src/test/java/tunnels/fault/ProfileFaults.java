package tunnels.fault;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tunnels.fixture.Ports;

/** Profiles that change under the tunnel. */
final class ProfileFaults {

  private ProfileFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("profile has a forward more", 2, ProfileFaults::addForward),
        new Fault("profile has another setting", 2, ProfileFaults::changeConnection),
        new Fault("profile broken", 2, ProfileFaults::breakIt),
        new Fault("profile broken and master killed", 2, ProfileFaults::breakAndKill),
        new Fault("profile deleted", 2, ProfileFaults::delete));
  }

  private static Damage addForward(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    Way more = Way.tcp(Ports.free());
    int port = ((InetSocketAddress) more.entry()).getPort();
    world.write(tunnel, "[[forward]]", world.local(tunnel, port));
    return Damage.harmless(tunnel.name())
        .then(
            () ->
                Rounds.await(
                    () -> more.carries() ? List.of() : List.of("the new one carries nothing")))
        .then(() -> world.write(tunnel))
        .then(() -> Rounds.await(() -> more.carries() ? List.of("the new one stays") : List.of()));
  }

  /** Twice: away and back. */
  private static Damage changeConnection(World world, Random random) throws Exception {
    Tunnel tunnel = alone(world, random);
    long before = world.pid(tunnel);
    world.write(tunnel, "[ssh]", "options = [\"Compression=yes\"]");
    return new Damage(
            tunnel.name(), List.of(tunnel), Set.of("up"), () -> awaitOther(world, tunnel, before))
        .then(() -> world.write(tunnel))
        .then(() -> awaitOther(world, tunnel, 0));
  }

  private static void awaitOther(World world, Tunnel tunnel, long before) throws Exception {
    Rounds.await(
        () -> world.pid(tunnel) == before ? List.of(tunnel + " has the same master") : List.of());
  }

  private static Damage breakIt(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    world.write(tunnel, "[[forward]]", "sideways = 7");
    return Damage.harmless(tunnel.name())
        .then(() -> awaitComplaint(world, tunnel))
        .then(() -> world.write(tunnel));
  }

  private static void awaitComplaint(World world, Tunnel tunnel) throws Exception {
    String file = tunnel.name() + ".toml:";
    Rounds.await(
        () ->
            world.supervised.said().contains(file)
                ? List.of()
                : List.of("nobody complains of " + file));
  }

  private static Damage breakAndKill(World world, Random random) throws Exception {
    Tunnel tunnel = alone(world, random);
    world.write(tunnel, "[[forward]]", "sideways = 7");
    world.killMaster(tunnel);
    return new Damage(
        tunnel.name(), List.of(tunnel), Set.of("down", "waiting"), () -> world.write(tunnel));
  }

  private static Damage delete(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    Files.delete(world.bench.profileFile(tunnel.name()));
    return new Damage(tunnel.name(), List.of(tunnel), Set.of("gone"), () -> world.write(tunnel));
  }

  /** One that has its connection for itself. */
  private static Tunnel alone(World world, Random random) {
    List<Tunnel> some = world.tunnels.stream().filter(t -> world.with(t).size() == 1).toList();
    return some.get(random.nextInt(some.size()));
  }
}
