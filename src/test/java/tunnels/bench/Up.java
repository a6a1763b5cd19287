package tunnels.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** A way to start tunnels at these ports; what it needs beforehand is there when it returns. */
  private interface Starting {
    Command at(Place place, List<Integer> ports) throws Exception;
  }

  /** Begins it. */
  private interface Command {
    void begin() throws Exception;
  }

  @Override
  public String name() {
    return "up";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    Map<String, Starting> freely = ways(options, List.of("[ssh]", "logins = 100"));
    Map<String, Starting> strictly = ways(options, List.of());
    int few = options.fewRuns();
    for (Duration latency : List.of(Duration.ZERO, LATENCY)) {
      String way = latency.isZero() ? "" : ", 100 ms of latency";
      boolean all = options.full() || latency.isZero();
      try (Place strict = linked(latency);
          Place free = linked(latency, FREELY)) {
        contest("1 tunnel" + way, 1, free, freely).run(options.runs(), report);
        for (int count : all ? new int[] {20, 50} : new int[] {20}) {
          contest(count + " at once" + way, count, free, freely).run(few, report);
          contest(count + " at once, MaxStartups 10:30:100" + way, count, strict, strictly)
              .run(few, report);
        }
      }
    }
  }

  /** tunnels with these lines in each profile, and autossh. */
  private static Map<String, Starting> ways(Options options, List<String> more) throws Exception {
    Map<String, Starting> ways = new LinkedHashMap<>();
    for (Installed installed : Installed.all(options)) {
      ways.put(installed.name(), (place, ports) -> tunnels(installed.at(), place, ports, more));
    }
    ways.put("autossh", Up::autossh);
    return ways;
  }

  private static Place linked(Duration latency, String... config) throws Exception {
    if (latency.isZero()) {
      return Place.direct(config);
    }
    Place place = Place.linked(config);
    place.link().latency(latency);
    return place;
  }

  private Contest contest(String what, int count, Place where, Map<String, Starting> ways) {
    String bare = count == 1 ? "ssh -f -N" : "xargs -P, ssh -f -N";
    Contest contest =
        new Contest(name(), what, Unit.SECONDS).with(bare, () -> taken(count, where, Up::bare));
    ways.forEach((who, way) -> contest.with(who, () -> taken(count, where, way)));
    return contest;
  }

  /** What has ended without it will never have it. */
  private static double taken(int count, Place place, Starting starting) throws Exception {
    List<Integer> ports = place.ports(count);
    Command command = starting.at(place, ports);
    long begin = System.nanoTime();
    command.begin();
    double taken =
        Flow.since(
            begin, () -> place.isBusy() && System.nanoTime() - begin < LIMIT.toNanos(), ports);
    place.clear();
    return taken / 1e3;
  }

  private static Command bare(Place place, List<Integer> ports) throws Exception {
    String words =
        place.arguments(0).stream()
            .map(
                word -> word.equals(place.forward(0)) ? "{}" + place.forward(0).substring(1) : word)
            .collect(Collectors.joining(" "));
    String list = ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    String command =
        "printf '%%s\\n' %s | xargs -P %d -I{} ssh -f %s".formatted(list, ports.size(), words);
    return () -> place.start(Map.of(), List.of("sh", "-c", command));
  }

  private static Command tunnels(
      Installation installed, Place place, List<Integer> ports, List<String> more)
      throws Exception {
    for (int port : ports) {
      place.bench().tunnelWith("t" + port, more, "local = \"" + place.forward(port) + "\"");
    }
    List<String> command = new ArrayList<>(Start.words(installed, place.bench()));
    command.addAll(List.of("up", "--all"));
    return () -> place.start(Map.of(), command);
  }

  private static Command autossh(Place place, List<Integer> ports) throws Exception {
    Tool autossh = new Tool.Autossh("autossh", Fetched.autossh(), 10);
    return () -> autossh.keep(place, ports);
  }
}
