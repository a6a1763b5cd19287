package tunnels.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tunnels.fixture.Installation;

/** From the command until bytes flow through all that it starts. */
final class Up implements Group {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String FREELY = "MaxStartups 1000";

  /** Each way, so that a round trip takes 100 ms. */
  private static final Duration LATENCY = Duration.ofMillis(50);

  /** Begins to start tunnels at these ports. */
  private interface Starting {
    void at(Place place, List<Integer> ports) throws Exception;
  }

  @Override
  public String name() {
    return "up";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    Installation installed = Installed.first().at();
    Starting ours = (place, ports) -> tunnels(installed, place, ports);
    Starting theirs = (place, ports) -> autossh(place, ports);
    int few = options.fewRuns();
    for (Duration latency : List.of(Duration.ZERO, LATENCY)) {
      String way = latency.isZero() ? "" : ", 100 ms of latency";
      boolean all = options.full() || latency.isZero();
      try (Place strict = linked(latency);
          Place free = linked(latency, FREELY)) {
        contest("1 tunnel" + way, 1, free, ours, theirs).run(options.runs(), report);
        for (int count : all ? new int[] {20, 50} : new int[] {20}) {
          contest(count + " at once" + way, count, free, ours, theirs).run(few, report);
          contest(count + " at once, MaxStartups 10:30:100" + way, count, strict, ours, theirs)
              .run(few, report);
        }
      }
    }
  }

  private static Place linked(Duration latency, String... config) throws Exception {
    if (latency.isZero()) {
      return Place.direct(config);
    }
    Place place = Place.linked(config);
    place.link().latency(latency);
    return place;
  }

  private Contest contest(String what, int count, Place where, Starting ours, Starting theirs) {
    String bare = count == 1 ? "ssh -f -N" : "xargs -P, ssh -f -N";
    return new Contest(name(), what, Unit.SECONDS)
        .with(bare, () -> taken(count, where, Up::bare))
        .with("tunnels", () -> taken(count, where, ours))
        .with("autossh", () -> taken(count, where, theirs));
  }

  /** What has ended without it will never have it. */
  private static double taken(int count, Place place, Starting starting) throws Exception {
    List<Integer> ports = place.ports(count);
    long begin = System.nanoTime();
    starting.at(place, ports);
    double taken =
        Flow.since(
            begin, () -> place.isBusy() && System.nanoTime() - begin < LIMIT.toNanos(), ports);
    place.clear();
    return taken / 1e3;
  }

  private static void bare(Place place, List<Integer> ports) throws Exception {
    String words =
        place.arguments(0).stream()
            .map(
                word -> word.equals(place.forward(0)) ? "{}" + place.forward(0).substring(1) : word)
            .collect(Collectors.joining(" "));
    String list = ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    String command =
        "printf '%%s\\n' %s | xargs -P %d -I{} ssh -f %s".formatted(list, ports.size(), words);
    var unused = place.start(Map.of(), List.of("sh", "-c", command));
  }

  private static void tunnels(Installation installed, Place place, List<Integer> ports)
      throws Exception {
    for (int port : ports) {
      place.bench().tunnel("t" + port, "local = \"" + place.forward(port) + "\"");
    }
    List<String> command = new ArrayList<>(Start.words(installed, place.bench()));
    command.addAll(List.of("up", "--all"));
    var unused = place.start(Map.of(), command);
  }

  private static void autossh(Place place, List<Integer> ports) throws Exception {
    var unused = new Tool.Autossh("autossh", Fetched.autossh(), 10).keep(place, ports);
  }
}
