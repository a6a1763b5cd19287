package tunnels.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What idle tunnels cost: the tools themselves, and each tunnel with its ssh. */
final class Rest implements Group {

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofSeconds(8);
  private static final double HOUR = 3600;

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
    for (int count : options.full() ? new int[] {1, 20, 100, 500} : new int[] {1, 100}) {
      at(count, tools, report);
    }
  }

  /** All of them at once: who does nothing is in nobody's way. */
  private void at(int count, List<Tool> tools, Report report) throws Exception {
    List<Place> places = new ArrayList<>();
    try {
      List<Kept> all = new ArrayList<>();
      for (Tool tool : tools) {
        Place place = Place.direct("MaxStartups 1000");
        places.add(place);
        all.add(keep(tool, place, count));
      }
      Thread.sleep(SETTLING.toMillis());
      List<Double> before = new ArrayList<>();
      for (Kept kept : all) {
        before.add(Usage.of(kept.own()).cpu());
      }
      Thread.sleep(WINDOW.toMillis());
      for (int i = 0; i < all.size(); i++) {
        report(count, all.get(i), before.get(i), report);
      }
    } finally {
      for (Place place : places) {
        place.close();
      }
    }
  }

  private static Kept keep(Tool tool, Place place, int count) throws Exception {
    List<Integer> ports = place.ports(count);
    List<Long> own = tool.keep(place, ports);
    Flow.since(System.nanoTime(), Place.LONG.multipliedBy(4), ports);
    List<Long> sshs = ports.stream().map(place::ssh).toList();
    return new Kept(tool, own, sshs);
  }

  private void report(int count, Kept kept, double before, Report report) throws Exception {
    Usage own = Usage.of(kept.own());
    Usage sshs = Usage.of(kept.sshs());
    String who = kept.tool().name();
    String idle = count + " idle: ";
    double hourly = (own.cpu() - before) * HOUR / WINDOW.toSeconds();
    add(report, idle + "the tool's RSS", who, Unit.MEBIBYTES, own.rss());
    add(report, idle + "the tool's PSS", who, Unit.MEBIBYTES, own.pss());
    add(report, idle + "the tool's private memory", who, Unit.MEBIBYTES, own.own());
    add(report, idle + "the tool's CPU, by 60 s", who, Unit.CPU_PER_HOUR, hourly);
    double each = (own.pss() + sshs.pss()) / count;
    add(report, idle + "PSS of a tunnel, its ssh and its share", who, Unit.MEBIBYTES, each);
  }

  private void add(Report report, String what, String who, Unit unit, double value) {
    report.add(name(), what, who, unit, List.of(value));
  }
}
