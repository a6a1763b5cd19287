package tunnels.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tunnels.fixture.Ports;

/** The way to a server: slow, silent, cut, or a dead end. */
final class NetworkFaults {

  private static final Set<String> WAITING = Set.of("waiting");

  private NetworkFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("network resets", 3, NetworkFaults::reset),
        new Fault("network stalls", 1, NetworkFaults::stall),
        new Fault("network stalls shortly", 2, NetworkFaults::stallShortly),
        new Fault("network delays", 2, NetworkFaults::delay),
        new Fault("network is a dead end", 2, NetworkFaults::deadEnd));
  }

  private static Damage reset(World world, Random random) {
    world.proxy.reset();
    return Damage.passing("once", world.proxied());
  }

  private static Damage stall(World world, Random random) {
    world.proxy.stall(true);
    return new Damage(
        "until it is noticed", world.proxied(), WAITING, () -> world.proxy.stall(false));
  }

  private static Damage stallShortly(World world, Random random) {
    world.proxy.stall(true);
    world.status();
    world.proxy.stall(false);
    return Damage.harmless("nobody may notice");
  }

  private static Damage delay(World world, Random random) {
    int millis = 10 + random.nextInt(200);
    world.proxy.latency(Duration.ofMillis(millis));
    boolean killed = random.nextBoolean();
    if (killed) {
      world.killMaster(world.proxied().get(0));
    }
    return new Damage(
        "%d ms each way%s".formatted(millis, killed ? ", and its master dies" : ""),
        killed ? world.proxied() : List.of(),
        killed ? Set.of("up") : Set.of(),
        () -> world.proxy.latency(Duration.ZERO));
  }

  private static Damage deadEnd(World world, Random random) {
    world.proxy.target("127.0.0.1", Ports.free());
    world.proxy.reset();
    return new Damage(
        "nobody at its end",
        world.proxied(),
        WAITING,
        () -> world.proxy.target("127.0.0.1", world.second.port()));
  }
}
