package tunnels.fault;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Saving;

/** Profiles that change under the tunnel. */
final class ProfileFaults {

  /** On a machine that is busy with all this. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private ProfileFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("profile has a forward more", 2, ProfileFaults::addForward),
        new Fault("profile has another setting", 2, ProfileFaults::changeConnection),
        new Fault("profile broken", 2, ProfileFaults::breakIt),
        new Fault("profile broken and master killed", 2, ProfileFaults::breakAndKill),
        new Fault("profile deleted", 2, ProfileFaults::delete),
        new Fault("renamed profile", 2, ProfileFaults::save),
        new Fault("hook that hangs", 1, ProfileFaults::hang),
        new Fault("held neighbour", 3, ProfileFaults::heldNeighbour));
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
        .then(
            () -> {
              long changed = world.pid(tunnel);
              world.write(tunnel); // which counts at the second look
              awaitOther(world, tunnel, changed);
            });
  }

  private static void awaitOther(World world, Tunnel tunnel, long before) throws Exception {
    Rounds.await(
        () -> {
          long now = world.pid(tunnel);
          return now == before || now == 0 ? List.of(tunnel + " has no other master") : List.of();
        });
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

  /** Again and again as programs save that leave nothing there for a moment: nobody may notice. */
  private static Damage save(World world, Random random) throws Exception {
    Path profile = world.bench.profileFile(world.any(random).name());
    Path settings = profile.getParent().resolveSibling("config.toml");
    String profileText = Files.readString(profile);
    String settingsText = Files.readString(settings);
    for (int save = 0; save < 6; save++) {
      Duration pause = Duration.ofMillis(1 + random.nextInt(100));
      switch (random.nextInt(4)) {
        case 0 -> Saving.renamed(profile, profileText, pause);
        case 1 -> Saving.inParts(profile, profileText, pause);
        case 2 -> Saving.renamed(settings, settingsText, pause);
        default -> Saving.replaced(profile.getParent(), pause);
      }
    }
    Files.deleteIfExists(profile.resolveSibling(profile.getFileName() + "~"));
    return Damage.harmless(profile.getFileName().toString());
  }

  /** Of on_change, with a child of its own: it keeps no tunnel back, and is ended. */
  private static Damage hang(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    String mark = "27182." + random.nextInt(1_000_000);
    world.settings("on_change = 'sleep " + mark + " & sleep " + mark + "'");
    world.killMaster(tunnel);
    return new Damage("a master dies", world.with(tunnel), Set.of(), world::settings)
        .then(
            () ->
                Rounds.await(
                    () ->
                        ProcessTable.naming(mark).isEmpty()
                            ? List.of()
                            : List.of("on_change is still there")));
  }

  private static Damage delete(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    Files.delete(world.bench.profileFile(tunnel.name()));
    return new Damage(tunnel.name(), List.of(tunnel), Set.of("gone"), () -> world.write(tunnel));
  }

  /** Three with the same host that are refused may keep no other down. */
  private static Damage heldNeighbour(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    List<String> neighbours = List.of("a-neighbour", "neighbour", "z-neighbour");
    for (String neighbour : neighbours) {
      world.bench.profile(
          neighbour,
          "host = \"" + tunnel.host() + "\"",
          "autostart = true",
          "[[forward]]",
          world.local(tunnel, Ports.free()),
          "[ssh]",
          "options = [\"User=nosuchuser\"]");
    }
    Rounds.await(() -> notHeld(world, neighbours));
    world.killMaster(tunnel);
    long killed = System.nanoTime();
    awaitUp(world, tunnel);
    Duration down = Duration.ofNanos(System.nanoTime() - killed);
    if (down.compareTo(AT_ONCE) > 0) {
      throw new AssertionError(tunnel + " was down for " + down.toSeconds() + " s");
    }
    return Damage.passing(tunnel.name(), world.with(tunnel)).then(() -> delete(world, neighbours));
  }

  private static List<String> notHeld(World world, List<String> names) {
    Map<String, JsonObject> status = world.status();
    return names.stream()
        .filter(name -> !status.get(name).get("phase").getAsString().equals("held"))
        .map(name -> name + " is not held: " + status.get(name))
        .toList();
  }

  private static void awaitUp(World world, Tunnel tunnel) throws Exception {
    Rounds.await(
        () -> {
          JsonObject told = world.status().get(tunnel.name());
          boolean up = told.get("phase").getAsString().equals("up");
          return up ? List.of() : List.of(tunnel + " is not up: " + told);
        });
  }

  private static void delete(World world, List<String> names) throws IOException {
    for (String name : names) {
      Files.delete(world.bench.profileFile(name));
    }
  }

  /** One that has its connection for itself. */
  private static Tunnel alone(World world, Random random) {
    List<Tunnel> some = world.tunnels.stream().filter(t -> world.with(t).size() == 1).toList();
    return some.get(random.nextInt(some.size()));
  }
}
