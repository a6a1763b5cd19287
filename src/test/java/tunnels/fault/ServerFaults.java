package tunnels.fault;

import java.util.List;
import java.util.Random;
import java.util.Set;

/** Servers that go, hang, or want no more of us. */
final class ServerFaults {

  /** Of many to one server one after the other is tried: the last are down until their turn. */
  private static final Set<String> AWAY = Set.of("waiting", "down");

  private ServerFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("server stopped", 2, ServerFaults::stop),
        new Fault("server full", 2, ServerFaults::stopListening),
        new Fault("server frozen", 1, ServerFaults::freeze),
        new Fault("server frozen shortly", 2, ServerFaults::freezeShortly),
        new Fault("key refused", 2, ServerFaults::refuse));
  }

  private static Damage stop(World world, Random random) {
    Far far = world.anyFar(random);
    far.stop();
    return new Damage("the whole host", world.on(far), AWAY, far::startAgain);
  }

  /** Whoever is in stays in. */
  private static Damage stopListening(World world, Random random) {
    Tunnel tunnel = world.any(random);
    tunnel.far().stopListening();
    world.killMaster(tunnel);
    return new Damage("one dies", world.with(tunnel), AWAY, tunnel.far()::startAgain);
  }

  private static Damage freeze(World world, Random random) {
    Far far = world.anyFar(random);
    far.freeze();
    return new Damage("the whole host", world.on(far), AWAY, far::thaw);
  }

  private static Damage freezeShortly(World world, Random random) {
    Far far = world.anyFar(random);
    far.freeze();
    world.status();
    far.thaw();
    return Damage.harmless("the whole host");
  }

  /** One attempt, and none while it is held; a person lifts that. */
  private static Damage refuse(World world, Random random) {
    Tunnel tunnel = world.any(random);
    Far far = tunnel.far();
    far.welcome(false);
    int before = far.connections();
    world.killMaster(tunnel);
    return new Damage("one dies", world.with(tunnel), Set.of("held"), () -> {})
        .then(() -> assertOneAttempt(world, far, before))
        .then(() -> far.welcome(true))
        .then(
            () ->
                world.bench.expect(
                    0, "up", tunnel.connection().equals(tunnel.name()) ? tunnel.name() : "--all"));
  }

  private static void assertOneAttempt(World world, Far far, int before) {
    world.bench.expect(4, "keepalive");
    world.bench.expect(4, "keepalive");
    int attempts = far.connections() - before;
    if (attempts != 1) {
      throw new AssertionError(attempts + " connections to a server that refuses the key");
    }
  }
}
