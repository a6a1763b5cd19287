package tunnels.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tunnels.fixture.EchoServer;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Sshd;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/** Two servers, a way to one of them that can be bad, and tunnels of every kind to them. */
final class World implements AutoCloseable {

  /** Quick to notice and to try again, and still patient with a busy machine. */
  private static final String[] SETTINGS = {
    "[health]",
    "alive = \"2s\"",
    "timeout = \"5s\"",
    "[retry]",
    "first = \"200ms\"",
    "max = \"1s\"",
  };

  final Workbench bench;
  final Far first;
  final Far second;
  final TcpProxy proxy;
  final SmallDisk disk;
  final EchoServer echo;
  final List<Tunnel> tunnels;
  final Supervised supervised;

  /** With so many tunnels, to servers of this machine. */
  static World here(int tunnels) throws Exception {
    Workbench bench = Workbench.clean();
    Sshd other = bench.keep(Sshd.clean());
    Far first = new SshdFar(bench.sshd(), bench.dir());
    return of(bench, first, new SshdFar(other, bench.dir()), tunnels);
  }

  /** With everything up. The bench is closed with it, or where it cannot be made. */
  static World of(Workbench bench, Far first, Far second, int tunnels) throws Exception {
    try {
      return new World(bench, first, second, tunnels);
    } catch (Exception | AssertionError e) {
      bench.close();
      throw e;
    }
  }

  private World(Workbench bench, Far first, Far second, int count) throws Exception {
    this.bench = bench;
    this.first = first;
    this.second = second;
    this.proxy = bench.keep(TcpProxy.to("127.0.0.1", second.port()));
    this.disk = SmallDisk.under(bench);
    this.echo = bench.keep(EchoServer.tcp());
    this.tunnels = new Tunnels(bench, echo.port(), first, second).make(count);
    settings();
    bench.userConfig(hosts());
    for (Tunnel tunnel : tunnels) {
      write(tunnel);
    }
    bench.expect(0, "up", "--all");
    this.supervised = Supervised.start(bench);
  }

  /** {@code proxied} is the second one behind the proxy. */
  private String[] hosts() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(host("fixture", first, first.port()));
    lines.addAll(host("second", second, second.port()));
    lines.addAll(host("proxied", second, proxy.port()));
    return lines.toArray(String[]::new);
  }

  private static List<String> host(String name, Far far, int port) throws IOException {
    return List.of(
        "Host " + name,
        "  HostName 127.0.0.1",
        "  Port " + port,
        "  HostKeyAlias " + far.alias(),
        Files.readString(far.sshConfig()).replace("fixture", name));
  }

  /** config.toml, with these lines before all others. */
  void settings(String... first) throws IOException {
    List<String> lines = new ArrayList<>(List.of(first));
    lines.addAll(List.of(SETTINGS));
    bench.settings(lines.toArray(String[]::new));
  }

  // --- tunnels

  void write(Tunnel tunnel, String... more) throws IOException {
    Path beside = bench.dir().resolve("profile.new");
    Files.write(beside, List.of(tunnel.profile(more)));
    Files.move(beside, bench.profileFile(tunnel.name()), StandardCopyOption.REPLACE_EXISTING);
  }

  Tunnel tunnel(String name) {
    return tunnels.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  Tunnel any(Random random) {
    return tunnels.get(random.nextInt(tunnels.size()));
  }

  /** Whatever happens to the connection of one happens to all of these. */
  List<Tunnel> with(Tunnel tunnel) {
    return tunnels.stream().filter(t -> t.connection().equals(tunnel.connection())).toList();
  }

  List<Tunnel> on(Far far) {
    return tunnels.stream().filter(t -> t.far().equals(far)).toList();
  }

  List<Tunnel> proxied() {
    return tunnels.stream().filter(t -> t.host().equals("proxied")).toList();
  }

  /** Another forward for a tunnel. */
  String local(Tunnel tunnel, int port) {
    String[] first = tunnel.forwards().get(0).split("[\":]");
    int target = tunnel.far().here() ? echo.port() : Integer.parseInt(first[1]);
    return Workbench.local(port, target);
  }

  Far anyFar(Random random) {
    return random.nextBoolean() ? first : second;
  }

  // --- what is the case

  /** Each tunnel's element of {@code status --json}, by name. */
  Map<String, JsonObject> status() {
    Workbench.Run run = bench.run("status", "--json");
    if (run.status() != 0) {
      throw new AssertionError("status: " + run);
    }
    Map<String, JsonObject> all = new LinkedHashMap<>();
    for (JsonElement each : JsonParser.parseString(run.out()).getAsJsonArray()) {
      all.put(each.getAsJsonObject().get("name").getAsString(), each.getAsJsonObject());
    }
    return all;
  }

  /** 0 where there is none. */
  long pid(Tunnel tunnel) {
    JsonElement pid = status().get(tunnel.name()).get("pid");
    return pid.isJsonNull() ? 0 : pid.getAsLong();
  }

  Path controlSocket(Tunnel tunnel) {
    return Path.of(status().get(tunnel.name()).get("control_socket").getAsString());
  }

  // --- deeds

  /** SIGKILL to the master; returns when it is dead. */
  void killMaster(Tunnel tunnel) {
    long pid = pid(tunnel);
    ProcessTable.signal("KILL", pid);
    await().pollInterval(Duration.ofMillis(5)).until(() -> !ProcessTable.lives(pid));
  }

  /** The same, by what the table of processes tells. */
  void killMasterByName(Tunnel tunnel) {
    String config = "/connections/" + tunnel.connection() + "/ssh_config";
    for (ProcessTable.Row row : ProcessTable.naming(config)) {
      if (row.command().contains(bench.state() + "/")) {
        ProcessTable.signal("KILL", row.pid());
        await().pollInterval(Duration.ofMillis(5)).until(() -> !ProcessTable.lives(row.pid()));
      }
    }
  }

  /** The server's process that serves the tunnel, as the far side tells it. */
  long session(Tunnel tunnel) throws IOException {
    String socket = controlSocket(tunnel).toString();
    Process ssh =
        new ProcessBuilder("ssh", "-F", "none", "-S", socket, "-T", "x", "exec sh -c 'echo $PPID'")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ssh.getOutputStream().close();
    return Long.parseLong(new String(ssh.getInputStream().readAllBytes(), UTF_8).strip());
  }

  @Override
  public void close() throws Exception {
    try {
      proxy.stall(false);
      proxy.latency(Duration.ZERO);
      supervised.kill();
    } finally {
      bench.close();
    }
  }
}
