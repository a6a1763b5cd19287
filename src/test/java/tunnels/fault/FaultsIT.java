package tunnels.fault;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Random faults against a supervisor and its tunnels, and the same invariants after each. {@code
 * make soak} is the long run of it; {@code -Dtunnels.seed=N} replays one.
 */
class FaultsIT {

  private static final Duration SHORT = Duration.ofSeconds(20);

  @Test
  void every_fault_is_survived() throws Exception {
    try (World world = World.here(tunnels())) {
      survive(world);
    }
  }

  static int tunnels() {
    return Integer.getInteger("tunnels.tunnels", 0);
  }

  static void survive(World world) throws Exception {
    long seed = Long.getLong("tunnels.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    int rounds = Integer.getInteger("tunnels.rounds", 0);
    Duration most = rounds == 0 ? SHORT : Duration.ofDays(1);
    Report report = new Report(seed);
    System.out.println("faults: seed " + seed + ", " + report.file());
    report.weigh("supervisor at the beginning", world.supervised.pid());
    try (Rounds run = new Rounds(world, Faults.possible(world, rounds > 0), seed, report)) {
      run.run(rounds == 0 ? Integer.MAX_VALUE : rounds, most);
    }
    report.weigh("supervisor at the end", world.supervised.pid());
    System.out.println("faults: " + report.summary());
    world.supervised.end();
    world.bench.expect(0, "down", "--all");
    world.bench.insistOnNothingLeft();
  }
}
