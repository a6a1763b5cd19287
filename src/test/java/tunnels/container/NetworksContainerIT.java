package tunnels.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.github.dockerjava.api.DockerClient;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/**
 * The supervisor while the network fails in every way that a network has, and after it is mended.
 */
@RequiresEngine
class NetworksContainerIT {

  /** Four times `alive`, the start that finds out too, and this busy machine. */
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private static final Duration MENDED = Duration.ofSeconds(20);
  private static final int FAR = 19_003;

  private static SshContainer server;

  private final Workbench bench = Workbench.at(server);
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private Launched supervisor;

  @BeforeAll
  static void start() {
    server = FaultyServer.start(Release.TRIXIE);
    server.run("nft", "add table inet t");
    server.run("nft", "add chain inet t in { type filter hook input priority 0; }");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void supervise() throws Exception {
    bench.settings(
        "[health]",
        "alive = \"1s\"",
        "timeout = \"2s\"",
        "[retry]",
        "first = \"200ms\"",
        "max = \"1s\"");
    supervisor = bench.launch("supervise");
  }

  @AfterEach
  void close() throws Exception {
    supervisor.kill();
    bench.close();
  }

  @Test
  void a_server_that_is_frozen_and_thawed() throws Exception {
    up("u");
    DockerClient docker = DockerClientFactory.instance().client();
    String id = server.container().getContainerId();
    docker.pauseContainerCmd(id).exec();
    try {
      awaitTrouble();
    } finally {
      docker.unpauseContainerCmd(id).exec();
    }
    awaitUp();
  }

  @Test
  void a_link_that_goes_down_and_up() throws Exception {
    up("u");
    server.run("ip", "link", "set", "eth0", "down");
    try {
      awaitTrouble();
    } finally {
      server.run("ip", "link", "set", "eth0", "up");
    }
    awaitUp();
  }

  @Test
  void packets_that_are_dropped_for_a_while() throws Exception {
    up("u");
    server.run("nft", "add rule inet t in tcp dport 22 drop");
    try {
      awaitTrouble();
    } finally {
      server.run("nft", "flush chain inet t in");
    }
    awaitUp();
  }

  @Test
  void a_network_that_is_left_and_joined_again() throws Exception {
    assumeThat(reaches(server.address())).as("this machine is the engine's").isTrue();
    DockerClient docker = DockerClientFactory.instance().client();
    try (Network second = Network.newNetwork();
        SshContainer guest = SshContainer.unpublished(Release.TRIXIE)) {
      String id = guest.container().getContainerId();
      docker.connectToNetworkCmd().withContainerId(id).withNetworkId(second.getId()).exec();
      String address = addressIn(second, guest);
      Path known = bench.dir().resolve("known");
      Files.writeString(known, address + " " + guest.hostKey() + "\n");
      bench.userConfig(
          "Host u", "  HostName " + address, "  Port 22", "  UserKnownHostsFile " + known);
      up("u");
      docker.disconnectFromNetworkCmd().withContainerId(id).withNetworkId(second.getId()).exec();
      awaitTrouble();
      docker.connectToNetworkCmd().withContainerId(id).withNetworkId(second.getId()).exec();
      assertThat(addressIn(second, guest)).isEqualTo(address);
      awaitUp();
      bench.expect(0, "down", "t");
    }
  }

  @Test
  void connections_that_are_reset_again_and_again() throws Exception {
    TcpProxy way = proxied();
    up("u");
    for (int i = 0; i < 3; i++) {
      long before = bench.pid("t");
      way.reset();
      awaitUp(before);
      assertThat(EchoServer.carries(port)).isTrue();
    }
  }

  @Test
  void a_slow_line_is_no_dead_one_but_a_stalled_one_is() throws Exception {
    TcpProxy way = proxied();
    way.latency(Duration.ofMillis(150));
    up("u");
    long first = bench.pid("t");
    await()
        .during(Duration.ofSeconds(3)) // three times `alive`
        .atMost(Duration.ofSeconds(10))
        .until(() -> bench.phase("t").equals("up") && bench.pid("t") == first);
    assertThat(EchoServer.carries(port)).isTrue();
    way.stall(true);
    awaitTrouble();
    way.stall(false);
    awaitUp();
  }

  // --- what the tests are made of

  private TcpProxy proxied() throws IOException {
    TcpProxy way = bench.keep(TcpProxy.to(server.host(), server.port()));
    bench.userConfig(
        "Host u",
        "  Port " + way.port(),
        "  HostKeyAlias [" + server.host() + "]:" + server.port());
    return way;
  }

  private void up(String host) throws IOException {
    bench.profile(
        "t",
        "host = \"" + host + "\"",
        "[[forward]]",
        local(port, FAR),
        "[[forward]]",
        "remote = \"" + FAR + ":localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "t");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  private void awaitTrouble() {
    await().atMost(NOTICED).until(() -> bench.phase("t").equals("waiting"));
  }

  /** Up again with every forward: a dead session on the far side may have had the port. */
  private void awaitUp() {
    awaitUp(0);
  }

  private void awaitUp(long before) {
    await()
        .atMost(MENDED)
        .untilAsserted(
            () -> {
              JsonObject status = bench.status("t");
              assertThat(status.get("phase").getAsString()).as("%s", status).isEqualTo("up");
              assertThat(status.get("pid").getAsLong()).isNotEqualTo(before);
            });
    assertThat(EchoServer.carries(port)).isTrue();
  }

  private static String addressIn(Network network, SshContainer guest) {
    return guest
        .container()
        .getCurrentContainerInfo()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .stream()
        .filter(each -> network.getId().equals(each.getNetworkID()))
        .findFirst()
        .orElseThrow()
        .getIpAddress();
  }

  private static boolean reaches(String address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 22), 2_000);
      return true;
    } catch (IOException unreachable) {
      return false;
    }
  }
}
