package tunnels.fault;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** One fault after the other; after each everything is as it was. The seed decides which. */
final class Rounds implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(Long.getLong("tunnels.bound", 120));
  private static final int WEIGHED = 50;
  private static final long PAUSE_NANOS = 50_000_000;

  private final World world;
  private final List<Fault> faults;
  private final long seed;
  private final Report report;
  private final Invariants invariants;
  private final Map<Tunnel, Line> lines = new HashMap<>();

  Rounds(World world, List<Fault> faults, long seed, Report report) {
    this.world = world;
    this.faults = faults;
    this.seed = seed;
    this.report = report;
    this.invariants = new Invariants(world);
  }

  /** Until so many rounds are done, or so much time has passed. */
  void run(int rounds, Duration most) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    await(invariants::violations);
    connect(world.tunnels);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int round = 1; round <= rounds && System.nanoTime() < end; round++) {
      // One for each round: what one draws does not depend on those before.
      round(round, new Random(seeds.nextLong()));
      if (round % WEIGHED == 0) {
        report.weigh("supervisor after round " + round, world.supervised.pid());
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines.values()) {
      line.close();
    }
  }

  private void round(int number, Random random) throws Exception {
    Fault fault = choose(random);
    String what = fault.name();
    long start = System.nanoTime();
    try {
      Map<String, Long> before = pids();
      Damage damage = fault.injection().inject(world, random);
      what += " (" + damage.what() + "; hit: " + damage.hit() + ")";
      awaitPhases(damage);
      damage.heal().run();
      await(invariants::violations);
      assertOthersUntouched(damage.hit(), before);
      connect(damage.hit());
    } catch (Exception | AssertionError e) {
      String round = "seed " + seed + ", round " + number + ", " + what + ": ";
      throw new AssertionError(round + e.getMessage() + "\n" + Evidence.of(world), e);
    }
    report.survived(number, fault.name(), what, Duration.ofNanos(System.nanoTime() - start));
  }

  private Fault choose(Random random) {
    int ticket = random.nextInt(faults.stream().mapToInt(Fault::weight).sum());
    for (Fault fault : faults) {
      ticket -= fault.weight();
      if (ticket < 0) {
        return fault;
      }
    }
    throw new IllegalStateException("no fault at all");
  }

  /** Each tunnel that is hit comes to a phase that the fault calls for. */
  private void awaitPhases(Damage damage) throws Exception {
    if (damage.phases().isEmpty()) {
      return;
    }
    Set<Tunnel> left = new HashSet<>(damage.hit());
    await(
        () -> {
          Map<String, JsonObject> status = world.status();
          left.removeIf(tunnel -> damage.phases().contains(phase(status, tunnel)));
          return left.stream()
              .map(t -> t + " is " + phase(status, t) + ", not " + damage.phases())
              .toList();
        });
  }

  private static String phase(Map<String, JsonObject> status, Tunnel tunnel) {
    JsonObject told = status.get(tunnel.name());
    return told == null ? "gone" : told.get("phase").getAsString();
  }

  /** The same master as before, and the conversation goes on. */
  private void assertOthersUntouched(Collection<Tunnel> hit, Map<String, Long> before) {
    Map<String, Long> now = pids();
    List<String> wrong = new ArrayList<>();
    for (Tunnel tunnel : world.tunnels) {
      if (hit.contains(tunnel)) {
        continue;
      }
      if (!now.get(tunnel.name()).equals(before.get(tunnel.name()))) {
        wrong.add(tunnel + " has another master");
      }
      if (!lines.get(tunnel).says("still there")) {
        wrong.add(tunnel + " dropped a connection");
      }
    }
    String said = world.supervised.said();
    if (said.contains("java.lang.")) {
      wrong.add("the supervisor stumbled: " + said);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong.toString());
    }
  }

  private void connect(Collection<Tunnel> tunnels) throws IOException {
    for (Tunnel tunnel : tunnels) {
      Line old = lines.put(tunnel, Line.open(tunnel.ways().get(0)));
      if (old != null) {
        old.close();
      }
    }
  }

  private Map<String, Long> pids() {
    Map<String, Long> pids = new HashMap<>();
    world.status().forEach((name, told) -> pids.put(name, told.get("pid").getAsLong()));
    return pids;
  }

  /** What is not yet as it should be. */
  interface Look {
    List<String> violations() throws Exception;
  }

  /** Until nothing is left to say, within a bound. */
  static void await(Look look) throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    List<String> wrong = look.violations();
    while (!wrong.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("after " + BOUND.toSeconds() + " s: " + wrong);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      wrong = look.violations();
    }
  }
}
