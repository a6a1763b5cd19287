package tunnels.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Sshd;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/** A server of one contestant's own, a link to it, and an echo behind it. */
final class Place implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(90);

  private final Workbench bench;
  private final EchoServer echo;
  private final TcpProxy link;
  private final List<Process> started = new ArrayList<>();
  private int cleared;

  /** With these lines of sshd_config; nothing stands between the two. */
  static Place direct(String... sshdConfig) {
    return new Place(sshdConfig);
  }

  /** The way leads through {@link #link}. */
  static Place linked(String... sshdConfig) throws IOException {
    Place place = new Place(sshdConfig);
    place.bench.userConfig(
        "Host fixture",
        "  Port " + place.link.port(),
        "  HostKeyAlias [127.0.0.1]:" + place.sshd().port());
    return place;
  }

  private Place(String... sshdConfig) {
    bench = Workbench.clean(sshdConfig);
    echo = bench.keep(EchoServer.tcp());
    link = bench.keep(TcpProxy.to("127.0.0.1", bench.sshd().port()));
  }

  Workbench bench() {
    return bench;
  }

  Sshd sshd() {
    return bench.sshd();
  }

  TcpProxy link() {
    return link;
  }

  List<Integer> ports(int count) {
    return Stream.generate(Ports::free).limit(count).toList();
  }

  String forward(int port) {
    return port + ":localhost:" + echo.port();
  }

  /** The arguments of everybody's ssh, to the server with one forward. */
  List<String> arguments(int port, String... options) {
    List<String> all = new ArrayList<>(List.of("-N", "-F", bench.userConfigFile().toString()));
    all.addAll(List.of("-o", "ExitOnForwardFailure=yes"));
    all.addAll(Arrays.asList(options));
    all.addAll(List.of("-L", forward(port), "fixture"));
    return all;
  }

  Process start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** The ssh that holds a port. */
  long ssh(int port) {
    return sshs(port).stream().findFirst().orElseThrow();
  }

  List<Long> sshs(int port) {
    return ProcessTable.naming(" " + forward(port)).stream()
        .filter(row -> row.command().matches("(/usr/bin/)?ssh .*"))
        .map(ProcessTable.Row::pid)
        .toList();
  }

  /** Milliseconds of a bare {@code ssh -f -N -L} until bytes flow. */
  double bare() throws Exception {
    int port = Ports.free();
    List<String> command = new ArrayList<>(List.of("ssh", "-f"));
    command.addAll(arguments(port));
    long begin = System.nanoTime();
    var unused = start(Map.of(), command);
    double taken = Flow.since(begin, LONG, port);
    sshs(port).forEach(pid -> ProcessTable.signal("TERM", pid));
    return taken;
  }

  /** Whether something of what was started, and has not put itself into the background, runs. */
  boolean isBusy() {
    return started.stream().anyMatch(Process::isAlive);
  }

  /** Ends all that was started, for the next contestant; the server stays. */
  void clear() throws Exception {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    started.clear();
    ProcessTable.naming(bench.userConfigFile().toString()).forEach(ProcessTable.Row::kill);
    ProcessTable.naming(bench.state() + "/").forEach(ProcessTable.Row::kill);
    sshd().dropSessions(); // they would take their time beside the next contestant
    bench.useState(bench.dir().resolve("s" + cleared++));
    try (Stream<Path> profiles = Files.list(bench.profileFile("any").getParent())) {
      for (Path profile : profiles.toList()) {
        Files.delete(profile);
      }
    }
  }

  @Override
  public void close() throws Exception {
    clear();
    bench.close();
  }
}
