package tunnels.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What idle tunnels cost: the tools themselves, and each tunnel with its ssh. */
final class Rest implements Group {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SETTLING = Duration.ofSeconds(8);

  /** What Java compiles makes the first minutes dear: so many are waited for at the most. */
  private static final int MOST_MINUTES = 10;

  /** Seconds, as fine as Linux counts, and the part of a minute's, by which two may differ. */
  private static final double TICK = 0.011;

  private static final double LITTLE = 0.1;

  /** Tunnels that are up: the processes. */
  private record Kept(Tool tool, List<Long> own, List<Long> sshs) {}

  @Override
  public String name() {
    return "rest";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    List<Tool> tools = new ArrayList<>();
    tools.add(new Tool.Autossh("autossh", Fetched.autossh(), 10));
    for (Installed installed : Installed.all(options)) {
      tools.add(new Tool.Tunnels(installed.name(), installed.at(), List.of()));
    }
    for (int count : options.full() ? new int[] {1, 30, 100, 500} : new int[] {1, 30, 100}) {
      at(count, tools, options.full(), report);
    }
  }

  /** All of them at once: who does nothing is in nobody's way. */
  private void at(int count, List<Tool> tools, boolean settled, Report report) throws Exception {
    List<Place> places = new ArrayList<>();
    try {
      List<Kept> all = new ArrayList<>();
      for (Tool tool : tools) {
        Place place = Place.direct("MaxStartups 1000");
        places.add(place);
        all.add(keep(tool, place, count));
      }
      Thread.sleep(SETTLING.toMillis());
      List<Double> cpu = minute(all);
      for (int i = 0; i < all.size(); i++) {
        report(count, all.get(i), cpu.get(i), report);
      }
      if (settled) {
        settle(count, all, cpu, report);
      }
    } finally {
      for (Place place : places) {
        place.close();
      }
    }
  }

  /** The CPU that each takes in a minute, in seconds. */
  private static List<Double> minute(List<Kept> all) throws Exception {
    List<Double> taken = new ArrayList<>();
    for (Kept kept : all) {
      taken.add(-Usage.of(kept.own()).cpu());
    }
    Thread.sleep(MINUTE.toMillis());
    for (int i = 0; i < all.size(); i++) {
      taken.set(i, taken.get(i) + Usage.of(all.get(i).own()).cpu());
    }
    return taken;
  }

  /** Waits for a minute that is like the one before it, for all. */
  private void settle(int count, List<Kept> all, List<Double> first, Report report)
      throws Exception {
    List<Double> before = first;
    List<Double> now = minute(all);
    for (int minute = 2; minute < MOST_MINUTES && !alike(before, now); minute++) {
      before = now;
      now = minute(all);
    }
    for (int i = 0; i < all.size(); i++) {
      String who = all.get(i).tool().name();
      add(report, count + " idle: the tool's CPU, settled", who, Unit.CPU_PER_MINUTE, now.get(i));
    }
  }

  private static boolean alike(List<Double> before, List<Double> now) {
    return IntStream.range(0, now.size())
        .allMatch(
            i -> Math.abs(now.get(i) - before.get(i)) <= Math.max(TICK, LITTLE * before.get(i)));
  }

  private static Kept keep(Tool tool, Place place, int count) throws Exception {
    List<Integer> ports = place.ports(count);
    List<Long> own = tool.keep(place, ports);
    Flow.since(System.nanoTime(), Place.LONG.multipliedBy(4), ports);
    List<Long> sshs = ports.stream().map(place::ssh).toList();
    return new Kept(tool, own, sshs);
  }

  private void report(int count, Kept kept, double cpu, Report report) throws Exception {
    Usage own = Usage.of(kept.own());
    Usage sshs = Usage.of(kept.sshs());
    String who = kept.tool().name();
    String idle = count + " idle: ";
    add(report, idle + "the tool's RSS", who, Unit.MEBIBYTES, own.rss());
    add(report, idle + "the tool's PSS", who, Unit.MEBIBYTES, own.pss());
    add(report, idle + "the tool's private memory", who, Unit.MEBIBYTES, own.own());
    add(report, idle + "the tool's CPU, its first minute", who, Unit.CPU_PER_MINUTE, cpu);
    double each = (own.pss() + sshs.pss()) / count;
    add(report, idle + "PSS of a tunnel, its ssh and its share", who, Unit.MEBIBYTES, each);
  }

  private void add(Report report, String what, String who, Unit unit, double value) {
    report.add(name(), what, who, unit, List.of(value));
  }
}
