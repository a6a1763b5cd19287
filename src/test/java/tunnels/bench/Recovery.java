package tunnels.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import tunnels.fixture.Installation;
import tunnels.fixture.ProcessTable;

/** From what happens to a tunnel until bytes flow through it again. */
final class Recovery implements Group {

  /** More in a row count as a tunnel that cannot stay up, and wait. */
  private static final int MOST_IN_A_ROW = 10;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration CUT = Duration.ofSeconds(45);

  /** One tunnel, kept by a tool. */
  private record Kept(Place place, int port) {
    double until(long start) throws InterruptedException {
      return Flow.since(start, Place.LONG, port) / 1e3;
    }
  }

  /** What happens; returns the time from which on is measured. */
  private interface Event {
    long happen(Kept kept) throws Exception;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    Installation installed = Installed.first().at();
    List<Tool> tools =
        List.of(
            new Tool.Tunnels("tunnels", installed, List.of()),
            new Tool.Autossh("autossh", Fetched.autossh(), 10),
            new Tool.Loop("shell loop", 10));
    List<Tool> quick =
        List.of(
            new Tool.Tunnels(
                "tunnels, alive 2 s", installed, List.of("[health]", "alive = \"2s\"")),
            new Tool.Autossh("autossh, alive 2 s", Fetched.autossh(), 2),
            new Tool.Autossh("autossh, alive 10 s", Fetched.autossh(), 10),
            new Tool.Loop("shell loop, alive 2 s", 2));
    int few = Math.min(options.runs(), MOST_IN_A_ROW);
    atOnce("ssh killed with -9", tools, few, Recovery::kill, report);
    atOnce("the server's session killed", tools, few, Recovery::dropSession, report);
    int slow = options.slowRuns();
    Callable<Place> direct = Place::direct;
    slowly("killed ten times, a second apart", tools, direct, 10, Recovery::killAgain, report);
    slowly("away for 10 s, after its return", tools, direct, slow, Recovery::takeAway, report);
    slowly("the server's session frozen", quick, direct, slow, Recovery::freeze, report);
    slowly("link dead for 45 s, healed", quick, Place::linked, slow, Recovery::cut, report);
  }

  /** What takes less than a second: one after the other, and a bare ssh among them. */
  private void atOnce(String what, List<Tool> tools, int runs, Event event, Report report)
      throws Exception {
    List<Place> places = new ArrayList<>();
    try {
      Contest contest = new Contest(name(), what, Unit.SECONDS);
      Place plain = Place.direct();
      places.add(plain);
      contest.with("ssh -f -N", () -> plain.bare() / 1e3);
      for (Tool tool : tools) {
        Kept kept = keep(tool, Place.direct(), places);
        contest.with(tool.name(), () -> kept.until(event.happen(kept)));
      }
      contest.run(runs, report);
    } finally {
      for (Place place : places) {
        place.close();
      }
    }
  }

  /** What takes many seconds, most of them idle: side by side. */
  private void slowly(
      String what, List<Tool> tools, Callable<Place> where, int runs, Event event, Report report)
      throws Exception {
    Map<Tool, Future<List<Double>>> results = new LinkedHashMap<>();
    List<Place> places = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Tool tool : tools) {
        Kept kept = keep(tool, where.call(), places);
        results.put(tool, threads.submit(repeated(runs, kept, event)));
      }
      for (Map.Entry<Tool, Future<List<Double>>> each : results.entrySet()) {
        report.add(name(), what, each.getKey().name(), Unit.SECONDS, each.getValue().get());
      }
    } finally {
      threads.shutdownNow();
      for (Place place : places) {
        place.close();
      }
    }
  }

  private static Callable<List<Double>> repeated(int runs, Kept kept, Event event) {
    return () -> {
      List<Double> values = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        values.add(kept.until(event.happen(kept)));
      }
      return values;
    };
  }

  private static Kept keep(Tool tool, Place place, List<Place> places) throws Exception {
    places.add(place);
    Kept kept = new Kept(place, place.ports(1).get(0));
    var unused = tool.keep(place, List.of(kept.port()));
    Flow.since(System.nanoTime(), Place.LONG, kept.port());
    return kept;
  }

  // --- what happens

  private static long kill(Kept kept) {
    ProcessHandle ssh = ProcessHandle.of(kept.place().ssh(kept.port())).orElseThrow();
    long now = System.nanoTime();
    ssh.destroyForcibly();
    return now;
  }

  private static long killAgain(Kept kept) throws Exception {
    Thread.sleep(SECOND.toMillis());
    return kill(kept);
  }

  private static long dropSession(Kept kept) {
    long now = System.nanoTime();
    kept.place().sshd().dropSessions();
    return now;
  }

  private static long takeAway(Kept kept) throws Exception {
    kept.place().sshd().stop();
    Thread.sleep(AWAY.toMillis() + ThreadLocalRandom.current().nextLong(SECOND.toMillis()));
    kept.place().sshd().startAgain();
    return System.nanoTime();
  }

  private static long freeze(Kept kept) throws Exception {
    long ssh = kept.place().ssh(kept.port());
    long now = System.nanoTime();
    kept.place().sshd().freezeSessions();
    while (ProcessTable.lives(ssh)) { // traffic of ours would keep it from asking
      Thread.sleep(20);
    }
    return now;
  }

  private static long cut(Kept kept) throws Exception {
    kept.place().link().cut();
    Thread.sleep(CUT.toMillis());
    kept.place().link().heal();
    return System.nanoTime();
  }
}
