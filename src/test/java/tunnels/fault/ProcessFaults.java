package tunnels.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tunnels.fixture.Launched;
import tunnels.fixture.ProcessTable;

/** Processes that die or hang: ssh's, the server's, and our own at any instant. */
final class ProcessFaults {

  /** A login takes about 150 ms on an idle machine, a command's start 300. */
  private static final int STEPS_MILLIS = 800;

  private ProcessFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("masters killed", 4, ProcessFaults::killMasters),
        new Fault("session killed", 4, ProcessFaults::killSession),
        new Fault("supervisor killed", 4, ProcessFaults::killSupervisor),
        new Fault("up killed", 4, (world, random) -> killCommand(world, random, "up")),
        new Fault("down killed", 2, (world, random) -> killCommand(world, random, "down")),
        new Fault("restart killed", 2, (world, random) -> killCommand(world, random, "restart")),
        new Fault("keepalive killed", 2, ProcessFaults::killKeepalive),
        new Fault("hold killed", 2, ProcessFaults::killHold),
        new Fault("master stopped", 1, ProcessFaults::stopMasterAndLook),
        Fault.slow("master stopped, unseen", ProcessFaults::stopMaster),
        new Fault("session stopped", 1, ProcessFaults::stopSession),
        new Fault("supervisor stopped", 2, ProcessFaults::stopSupervisor),
        new Fault("crowd of commands", 1, ProcessFaults::crowd));
  }

  private static Damage killMasters(World world, Random random) {
    Collection<Tunnel> hit = kill(world, random, 1 + random.nextInt(3));
    return Damage.passing("of as many", hit);
  }

  private static Damage killSession(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    tunnel.far().signal("KILL", world.session(tunnel));
    return Damage.passing("one", world.with(tunnel));
  }

  private static Damage killSupervisor(World world, Random random) throws Exception {
    Collection<Tunnel> hit = kill(world, random, random.nextInt(4));
    int delay = random.nextInt(STEPS_MILLIS);
    pause(delay);
    world.supervised.kill();
    world.supervised.begin();
    return Damage.passing("after " + delay + " ms", hit);
  }

  /** With a supervisor beside it, or without. */
  private static Damage killCommand(World world, Random random, String command) throws Exception {
    Tunnel tunnel = world.any(random);
    Collection<Tunnel> hit = world.with(tunnel);
    if (command.equals("up")) {
      world.bench.expect(0, "down", tunnel.name());
      hit = List.of(tunnel); // the others of a shared connection stay
    }
    boolean alone = random.nextBoolean();
    if (alone) {
      world.supervised.kill();
    }
    Launched launched = world.bench.launch(command, tunnel.name());
    int delay = random.nextInt(2 * STEPS_MILLIS);
    pause(delay);
    launched.kill();
    if (alone) {
      world.supervised.begin();
    }
    String what = "after %d ms%s".formatted(delay, alone ? ", nobody else at work" : "");
    return Damage.passing(what, hit).then(() -> wantUp(world, tunnel));
  }

  /** Whoever has the lock next finds no master of this one, and nothing of its lock command. */
  private static Damage killHold(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    world.bench.expect(0, "down", tunnel.name());
    Path lock = world.bench.dir().resolve("lock-" + tunnel.name());
    String command = "flock " + lock + " -c 'echo locked; sleep 600'";
    Launched hold = world.bench.launch("hold", tunnel.name(), "--lock-cmd", command);
    int delay = random.nextInt(3 * STEPS_MILLIS);
    pause(delay);
    hold.kill();
    Rounds.await(
        () -> {
          boolean gone = ProcessTable.naming(lock.toString()).isEmpty();
          String phase = world.status().get(tunnel.name()).get("phase").getAsString();
          return gone && phase.equals("down")
              ? List.of()
              : List.of(tunnel + " is " + phase + (gone ? "" : ", its lock command runs"));
        });
    return Damage.passing("after " + delay + " ms", List.of(tunnel))
        .then(() -> wantUp(world, tunnel));
  }

  /** It may have died before anybody knew what was asked for. */
  private static void wantUp(World world, Tunnel tunnel) {
    if (!world.status().get(tunnel.name()).get("wanted").getAsString().equals("up")) {
      world.bench.run("up", tunnel.name());
    }
  }

  private static Damage killKeepalive(World world, Random random) throws Exception {
    world.supervised.stop();
    Collection<Tunnel> hit = kill(world, random, 1 + random.nextInt(2));
    Launched keepalive = world.bench.launch("keepalive");
    int delay = random.nextInt(2 * STEPS_MILLIS);
    pause(delay);
    keepalive.kill();
    world.supervised.goOn();
    return Damage.passing("after " + delay + " ms", hit);
  }

  private static Damage stopMaster(World world, Random random) {
    Tunnel tunnel = world.any(random);
    ProcessTable.signal("STOP", world.pid(tunnel));
    return Damage.passing("one", world.with(tunnel));
  }

  private static Damage stopMasterAndLook(World world, Random random) {
    Damage damage = stopMaster(world, random);
    world.bench.run("keepalive");
    return damage;
  }

  private static Damage stopSession(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    long session = world.session(tunnel);
    long master = world.pid(tunnel);
    tunnel.far().signal("STOP", session);
    // The word waits until the dead one has been replaced: it must be mended without a thaw.
    return new Damage("one", world.with(tunnel), Set.of(), () -> awaitOther(world, tunnel, master))
        .then(() -> tunnel.far().signal("CONT", session));
  }

  private static void awaitOther(World world, Tunnel tunnel, long master) throws Exception {
    Rounds.await(
        () -> {
          var told = world.status().get(tunnel.name());
          boolean other =
              told.get("phase").getAsString().equals("up") && told.get("pid").getAsLong() != master;
          return other ? List.of() : List.of(tunnel + " is not up again: " + told);
        });
  }

  private static Damage stopSupervisor(World world, Random random) {
    world.supervised.stop();
    Collection<Tunnel> hit = kill(world, random, 1 + random.nextInt(3));
    world.supervised.goOn();
    return Damage.passing("while masters died", hit);
  }

  private static Damage crowd(World world, Random random) throws Exception {
    Collection<Tunnel> hit = kill(world, random, 2);
    List<Launched> crowd = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      crowd.add(world.bench.launch("up", "--all"));
      crowd.add(world.bench.launch("keepalive"));
    }
    for (Launched each : crowd) {
      each.finish();
    }
    return Damage.passing("after two deaths", hit);
  }

  // --- small words

  /** The masters of so many tunnels, or of fewer connections; all who are hit. */
  private static Collection<Tunnel> kill(World world, Random random, int count) {
    Set<Tunnel> chosen =
        random
            .ints(count, 0, world.tunnels.size())
            .mapToObj(world.tunnels::get)
            .collect(Collectors.toSet());
    Set<String> connections =
        chosen.stream().map(Tunnel::connection).collect(Collectors.toCollection(TreeSet::new));
    List<Tunnel> hit =
        world.tunnels.stream().filter(t -> connections.contains(t.connection())).toList();
    connections.forEach(
        connection ->
            hit.stream()
                .filter(t -> t.connection().equals(connection))
                .findFirst()
                .ifPresent(world::killMaster));
    return hit;
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    for (long left = millis * 1_000_000L; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
