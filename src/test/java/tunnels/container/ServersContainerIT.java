package tunnels.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.Socks;
import tunnels.fixture.SshContainer;
import tunnels.fixture.Workbench;

/** This machine's ssh against the server of every release. */
@RequiresEngine
@ParameterizedClass
@EnumSource(Release.class)
class ServersContainerIT {

  /** Ports in the containers; none is used twice, since sshd takes a moment to let go of one. */
  private static final AtomicInteger PORTS = new AtomicInteger(20_000);

  private final SshContainer server;
  private final Workbench bench;
  private final EchoServer echo = EchoServer.tcp();

  ServersContainerIT(Release release) {
    server = SshContainer.of(release);
    bench = Workbench.at(server);
    bench.keep(echo);
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void every_forward_kind_carries_bytes() throws Exception {
    HttpPage page = bench.keep(new HttpPage("of this side"));
    Path unixEcho = bench.dir().resolve("echo");
    bench.keep(EchoServer.unix(unixEcho));
    int back = far();
    int farSocks = far();
    int hereSocks = Ports.free();
    int toTcp = Ports.free();
    int toUnix = Ports.free();
    int toSocks = Ports.free();
    Path here = bench.dir().resolve("here");
    Path hereToUnix = bench.dir().resolve("hereToUnix");
    String there = "/tmp/there" + back;
    String thereToUnix = "/tmp/thereToUnix" + back;
    bench.tunnel(
        "all",
        "remote = \"" + farSocks + "\"\npermit = [\"localhost:" + page.port() + "\"]",
        "remote = \"" + back + ":localhost:" + echo.port() + "\"",
        "remote = \"" + there + ":localhost:" + echo.port() + "\"",
        "remote = \"" + thereToUnix + ":" + unixEcho + "\"",
        "remote = \"0:localhost:" + echo.port() + "\"",
        local(toTcp, back),
        "local = \"" + toUnix + ":" + there + "\"",
        local(toSocks, farSocks),
        "local = \"" + here + ":localhost:" + back + "\"",
        "local = \"" + hereToUnix + ":" + thereToUnix + "\"",
        "dynamic = \"" + hereSocks + "\"");
    bench.expect(0, "up", "all");
    assertThat(EchoServer.carries(toTcp)).as("tcp to tcp").isTrue();
    assertThat(EchoServer.carries(toUnix)).as("tcp to unix, and unix to tcp").isTrue();
    assertThat(carries(here)).as("unix to tcp").isTrue();
    assertThat(carries(hereToUnix)).as("unix to unix, both ways").isTrue();
    assertThat(Socks.on(toSocks).get("localhost", page.port(), "/").orElseThrow())
        .endsWith("of this side");
    assertThat(Socks.on(toSocks).get("localhost", echo.port(), "/")).as("not permitted").isEmpty();
    assertThat(Socks.on(hereSocks).get("localhost", 22, "/").orElseThrow()).startsWith("SSH-2.0");
    int picked = Integer.parseInt(forward("all", 4).get("listen").getAsString().split(":")[1]);
    assertThat(listeners()).contains("127.0.0.1:" + picked + " ");
    assertThat(server.logins("u")).isPositive();
    bench.expect(0, "down", "all");
    assertThat(server.attempt("ls", there, thereToUnix).getStdout()).isEmpty();
  }

  /** tcsh has no {@code $PPID} and no {@code &&} of sh's kind; `unlink` is sshd's own help. */
  @ParameterizedTest
  @ValueSource(strings = {"u", "tcsh", "unlink"})
  void comes_back_over_what_a_killed_master_leaves(String account) throws Exception {
    int back = far();
    int tcp = Ports.free();
    Path here = bench.dir().resolve("here");
    String there = "/tmp/stale" + back;
    tunnel(
        "t",
        account,
        List.of(),
        "remote = \"" + there + ":localhost:" + echo.port() + "\"",
        "remote = \"" + back + ":localhost:" + echo.port() + "\"",
        "local = \"" + here + ":" + there + "\"",
        local(tcp, back));
    bench.expect(0, "up", "t");
    long master = bench.pid("t");
    ProcessTable.signal("KILL", master);
    await().until(() -> !ProcessTable.lives(master));
    await().until(() -> !listeners().contains(":" + back + " "));
    assertThat(here).exists();
    assertThat(server.run("ls", there)).isNotEmpty();
    assertThat(bench.expect(0, "keepalive").out()).contains("t: restarted");
    assertThat(bench.pid("t")).isNotEqualTo(master);
    assertThat(EchoServer.carries(tcp)).isTrue();
    assertThat(carries(here)).isTrue();
    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
  }

  @Test
  void is_held_where_the_key_is_refused_and_not_tried_again() throws Exception {
    tunnel("t", "certified", List.of(), local(Ports.free(), 22));
    assertThat(bench.expect(4, "up", "t").err()).contains("auth: ", "Permission denied (publickey");
    assertThat(bench.phase("t")).isEqualTo("held");
    int before = server.connections();
    bench.expect(4, "keepalive");
    assertThat(server.connections()).isEqualTo(before);
  }

  @Test
  void a_forward_that_fails_is_opened_later_without_a_login() throws Exception {
    int busy = far();
    int fine = Ports.free();
    tunnel("first", "u", List.of(), "remote = \"" + busy + ":localhost:" + echo.port() + "\"");
    tunnel(
        "second",
        "u",
        List.of(),
        "remote = \"" + busy + ":localhost:" + echo.port() + "\"",
        local(fine, 22));
    bench.expect(0, "up", "first");
    assertThat(bench.expect(1, "up", "second").err()).contains("remote-refused: ");
    assertThat(bench.phase("second")).isEqualTo("degraded");
    assertThat(forward("second", 0).get("phase").getAsString()).isEqualTo("down");
    assertThat(forward("second", 1).get("phase").getAsString()).isEqualTo("up");
    int logins = server.logins("u");
    bench.expect(0, "down", "first");
    await().until(() -> !listeners().contains(":" + busy + " "));
    assertThat(bench.expect(0, "keepalive").out()).contains("second: degraded -> up");
    assertThat(server.logins("u")).isEqualTo(logins);
  }

  @Test
  void accounts_without_a_shell_of_their_own_carry_all_the_same() throws Exception {
    List<String> quiet = List.of("[ssh]", "remote_commands = false");
    for (String account : List.of("nologin", "forced", "restricted", "onesession", "nosession")) {
      int back = far();
      int tcp = Ports.free();
      tunnel(
          account,
          account,
          account.equals("forced") ? quiet : List.of(),
          "remote = \"" + back + ":localhost:" + echo.port() + "\"",
          local(tcp, back));
    }
    bench.expect(0, "up", "--all");
    for (String account : List.of("nologin", "forced", "restricted", "onesession", "nosession")) {
      String[] listen = forward(account, 1).get("listen").getAsString().split(":");
      assertThat(EchoServer.carries(Integer.parseInt(listen[1]))).as(account).isTrue();
    }
    assertThat(server.log()).doesNotContain("forced-command");
    bench.launch("ssh", "onesession", "--", "true").expect(0);
  }

  @Test
  void what_the_server_forbids_is_told_and_the_rest_carries() throws Exception {
    tunnel("permitopen", "permitopen", List.of(), local(Ports.free(), 22));
    tunnel("permitlisten", "permitlisten", List.of(), back(9000), back(far()));
    tunnel("noforward", "noforward", List.of(), back(far()), local(Ports.free(), 22));
    tunnel("localonly", "localonly", List.of(), back(far()), local(Ports.free(), 22));
    int back = far();
    tunnel("remoteonly", "remoteonly", List.of(), back(back), local(Ports.free(), back));
    tunnel("nounix", "nounix", List.of(), "remote = \"/tmp/no" + far() + ":localhost:1\"");
    bench.expect(1, "up", "--all");

    assertThat(phases("permitopen")).containsExactly("up");
    assertThat(banner("permitopen", 0)).as("PermitOpen forbids port 22").isEmpty();
    assertThat(phases("permitlisten")).containsExactly("up", "down");
    assertThat(failure("permitlisten", 1)).isEqualTo("remote-refused");
    assertThat(phases("noforward")).containsExactly("down", "up");
    assertThat(banner("noforward", 1)).isEmpty();
    assertThat(phases("localonly")).containsExactly("down", "up");
    assertThat(banner("localonly", 1)).startsWith("SSH-2.0");
    assertThat(phases("remoteonly")).containsExactly("up", "up");
    assertThat(listeners()).contains(":" + back + " ");
    assertThat(banner("remoteonly", 1)).isEmpty();
    assertThat(phases("nounix")).containsExactly("down");
    assertThat(failure("nounix", 0)).isEqualTo("remote-refused");
    assertThat(bench.phase("nounix")).isEqualTo("degraded");
  }

  @Test
  void a_remote_forward_listens_where_gateway_ports_says() throws Exception {
    int plain = far();
    int always = far();
    int asked = far();
    int loopback = far();
    tunnel("u", "u", List.of(), "expose = true\nremote = \"*:" + plain + ":localhost:1\"");
    tunnel("gateway", "gateway", List.of(), back(always));
    tunnel(
        "clientgateway",
        "clientgateway",
        List.of(),
        "expose = true\nremote = \"*:" + asked + ":localhost:1\"",
        back(loopback));
    bench.expect(0, "up", "--all");
    assertThat(listeners())
        .contains("127.0.0.1:" + plain + " ")
        .contains("0.0.0.0:" + always + " ")
        .contains("0.0.0.0:" + asked + " ")
        .contains("127.0.0.1:" + loopback + " ");
  }

  private void tunnel(String name, String account, List<String> more, String... forwards)
      throws Exception {
    StringBuilder text = new StringBuilder("host = \"" + account + "\"\n");
    for (String forward : forwards) {
      text.append("[[forward]]\n").append(forward).append('\n');
    }
    more.forEach(line -> text.append(line).append('\n'));
    bench.profile(name, text.toString());
  }

  private String back(int port) {
    return "remote = \"" + port + ":localhost:" + echo.port() + "\"";
  }

  private static int far() {
    return PORTS.incrementAndGet();
  }

  private static boolean carries(Path unix) {
    return EchoServer.carries(UnixDomainSocketAddress.of(unix));
  }

  private String listeners() {
    return server.run("ss", "-ltnH");
  }

  private JsonObject forward(String name, int index) {
    return bench.status(name).getAsJsonArray("forwards").get(index).getAsJsonObject();
  }

  private List<String> phases(String name) {
    return bench.status(name).getAsJsonArray("forwards").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(forward -> forward.get("phase").getAsString())
        .toList();
  }

  private String failure(String name, int index) {
    return forward(name, index).getAsJsonObject("failure").get("kind").getAsString();
  }

  /** What sshd says at the far end of a local forward; empty where nothing comes. */
  private String banner(String name, int index) throws Exception {
    int port = Integer.parseInt(forward(name, index).get("listen").getAsString().split(":")[1]);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      return new String(socket.getInputStream().readNBytes(7), UTF_8);
    }
  }
}
