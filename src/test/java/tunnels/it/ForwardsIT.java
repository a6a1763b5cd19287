package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Ports;
import tunnels.fixture.Socks;
import tunnels.fixture.Workbench;

/** Every kind of forward, byte by byte. */
@Timeout(60)
class ForwardsIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final Path echoSocket = bench.dir().resolve("echo");

  @BeforeEach
  void listen() {
    bench.keep(EchoServer.unix(echoSocket));
  }

  @Test
  void every_kind_carries_bytes_and_comes_down_without_a_trace() throws Exception {
    Map<String, SocketAddress> listeners = listeners();
    bench.tunnel("all", listeners.keySet().toArray(String[]::new));

    bench.expect(0, "up", "all");
    var softly = new SoftAssertions();
    listeners.forEach(
        (forward, address) -> softly.assertThat(EchoServer.carries(address)).as(forward).isTrue());
    softly.assertAll();
    assertThat(bench.sshd().logins()).isEqualTo(1);

    bench.expect(0, "down", "all");
    bench.insistOnNothingLeft();
    listeners.forEach((forward, address) -> softly.assertThat(gone(address)).as(forward).isTrue());
    softly.assertAll();
  }

  private Map<String, SocketAddress> listeners() throws IOException {
    Map<String, SocketAddress> listeners = new LinkedHashMap<>();
    int target = echo.port();
    int port = Ports.free();
    listeners.put(local(port, target), tcp("127.0.0.1", port));
    port = Ports.free();
    listeners.put(
        "local = \"127.0.0.2:%d:localhost:%d\"".formatted(port, target), tcp("127.0.0.2", port));
    if (hasIpv6()) {
      port = Ports.free();
      listeners.put("local = \"[::1]:%d:localhost:%d\"".formatted(port, target), tcp("::1", port));
    }
    port = Ports.free();
    listeners.put("local = \"%d:%s\"".formatted(port, echoSocket), tcp("127.0.0.1", port));
    Path socket = bench.dir().resolve("l1");
    listeners.put("local = \"%s:localhost:%d\"".formatted(socket, target), unix(socket));
    socket = bench.dir().resolve("l2");
    listeners.put("local = \"%s:%s\"".formatted(socket, echoSocket), unix(socket));
    port = Ports.free();
    listeners.put("remote = \"%d:localhost:%d\"".formatted(port, target), tcp("127.0.0.1", port));
    port = Ports.free();
    listeners.put("remote = \"%d:%s\"".formatted(port, echoSocket), tcp("127.0.0.1", port));
    socket = bench.dir().resolve("r1");
    listeners.put("remote = \"%s:localhost:%d\"".formatted(socket, target), unix(socket));
    socket = bench.dir().resolve("r2");
    listeners.put("remote = \"%s:%s\"".formatted(socket, echoSocket), unix(socket));
    return listeners;
  }

  @Test
  void a_listening_socket_is_for_its_owner_alone() throws Exception {
    Path socket = bench.dir().resolve("mine");
    bench.tunnel("a", "local = \"%s:localhost:%d\"".formatted(socket, echo.port()));
    bench.expect(0, "up", "a");
    Path control = Path.of(bench.status("a").get("control_socket").getAsString());
    assertThat(List.of(socket, control)).allSatisfy(ForwardsIT::isPrivate);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.machine())))
        .isEqualTo("rwx------");
  }

  @Test
  void a_dynamic_forward_goes_where_the_client_asks() throws Exception {
    HttpPage page = bench.keep(new HttpPage("only there"));
    int port = Ports.free();
    bench.tunnel("d", "dynamic = \"" + port + "\"");
    bench.expect(0, "up", "d");
    assertThat(Socks.on(port).get("localhost", page.port(), "/"))
        .get()
        .asString()
        .endsWith("there");
    bench.expect(0, "down", "d");
    assertThat(gone(tcp("127.0.0.1", port))).isTrue();
  }

  @Test
  void a_remote_proxy_goes_where_it_is_permitted_and_nowhere_else() throws Exception {
    HttpPage listed = bench.keep(new HttpPage("listed"));
    HttpPage unlisted = bench.keep(new HttpPage("unlisted"));
    int port = Ports.free();
    bench.tunnel(
        "s", "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(port, listed.port()));
    bench.expect(0, "up", "s");
    Socks socks = Socks.on(port);
    assertThat(socks.get("localhost", listed.port(), "/")).get().asString().endsWith("listed");
    assertThat(socks.get("localhost", unlisted.port(), "/")).isEmpty();
    assertThat(socks.get("127.0.0.1", listed.port(), "/")).isEmpty();
    assertThat(bench.status("s").getAsJsonArray("forwards").get(0).getAsJsonObject())
        .returns(true, forward -> forward.get("socks").getAsBoolean())
        .returns(true, forward -> forward.get("target").isJsonNull());
  }

  @Test
  void a_remote_proxy_on_a_port_that_the_server_picks_is_permitted_the_same() throws Exception {
    HttpPage listed = bench.keep(new HttpPage("listed"));
    HttpPage unlisted = bench.keep(new HttpPage("unlisted"));
    bench.tunnel("s", "remote = \"0\"\npermit = [\"localhost:%d\"]".formatted(listed.port()));
    bench.expect(0, "up", "s");
    Socks socks = Socks.on(pickedPort("s"));
    assertThat(socks.get("localhost", listed.port(), "/")).get().asString().endsWith("listed");
    assertThat(socks.get("localhost", unlisted.port(), "/")).isEmpty();
  }

  @Test
  void a_port_that_the_server_picked_is_shown_and_asked_for_again() throws Exception {
    bench.tunnel("r", "remote = \"0:localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "r");
    int port = pickedPort("r");
    assertThat(EchoServer.carries(port)).isTrue();

    bench.expect(0, "restart", "r");
    assertThat(pickedPort("r")).isEqualTo(port);
    assertThat(EchoServer.carries(port)).isTrue();

    bench.expect(0, "down", "r");
    assertThat(gone(tcp("127.0.0.1", port))).isTrue();
    bench.expect(0, "up", "r");
    assertThat(pickedPort("r")).isEqualTo(port);
  }

  @Test
  void a_port_that_the_server_picked_and_that_is_taken_now_is_picked_anew() throws Exception {
    bench.tunnel("r", "remote = \"0:localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "r");
    int port = pickedPort("r");
    bench.expect(0, "down", "r");
    bench.keep(onPickedPort(port));
    bench.expect(0, "up", "r");
    assertThat(pickedPort("r")).isNotEqualTo(port).isPositive();
    assertThat(EchoServer.carries(pickedPort("r"))).isTrue();
  }

  /** The kernel picks for others too: one of them may have it for a moment. */
  private static EchoServer onPickedPort(int port) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .ignoreException(UncheckedIOException.class)
        .until(() -> EchoServer.everywhere(port), server -> true);
  }

  @Test
  void a_busy_port_of_three_leaves_the_others_up_and_is_opened_later_without_a_login()
      throws Exception {
    int busy = Ports.free();
    List<Integer> free = List.of(Ports.free(), Ports.free());
    bench.tunnel(
        "three",
        local(free.get(0), echo.port()),
        local(busy, echo.port()),
        local(free.get(1), echo.port()));
    try (EchoServer foreign = EchoServer.everywhere(busy)) {
      Workbench.Run up = bench.expect(1, "up", "three");
      assertThat(up.err()).contains("local-busy").contains("Address already in use");
      assertThat(bench.phase("three")).isEqualTo("degraded");
      assertThat(free).allMatch(EchoServer::carries);
      assertThat(foreign.port()).isEqualTo(busy);
      bench.expect(3, "status", "three");
      bench.expect(1, "up", "three");
    }
    assertThat(bench.sshd().logins()).isEqualTo(1);
    bench.expect(0, "up", "three");
    assertThat(bench.phase("three")).isEqualTo("up");
    assertThat(EchoServer.carries(busy)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_port_that_is_taken_in_one_family_only_is_busy() throws Exception {
    int busy = Ports.free();
    bench.tunnel("half", local(busy, echo.port()));
    try (EchoServer foreign = EchoServer.tcp(busy)) {
      Workbench.Run up = bench.expect(1, "up", "half");
      assertThat(up.err()).contains("local-busy").contains("bind [127.0.0.1]:" + foreign.port());
      assertThat(bench.phase("half")).isEqualTo("degraded");
    }
    bench.expect(0, "up", "half");
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_busy_remote_port_is_opened_later_without_a_login() throws Exception {
    int busy = Ports.free();
    bench.tunnel("r", "remote = \"%d:localhost:%d\"".formatted(busy, echo.port()));
    try (EchoServer foreign = EchoServer.everywhere(busy)) {
      Workbench.Run up = bench.expect(1, "up", "r");
      assertThat(up.err()).contains("remote-refused").contains(String.valueOf(foreign.port()));
      assertThat(bench.phase("r")).isEqualTo("degraded");
    }
    bench.expect(0, "up", "r");
    assertThat(EchoServer.carries(busy)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_hundred_forwards_come_up_and_down_with_one_login() throws Exception {
    List<String> forwards = new ArrayList<>();
    List<Path> sockets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Path socket = bench.dir().resolve("socket-with-a-long-name-" + i);
      sockets.add(socket);
      forwards.add("local = \"%s:localhost:%d\"".formatted(socket, echo.port()));
    }
    bench.tunnel("hundred", forwards.toArray(String[]::new));
    bench.expect(0, "up", "hundred");
    assertThat(sockets).allMatch(socket -> EchoServer.carries(unix(socket)));
    assertThat(bench.sshd().logins()).isEqualTo(1);
    bench.expect(0, "down", "hundred");
    assertThat(sockets).noneMatch(Files::exists);
  }

  @Test
  void up_that_is_repeated_leaves_the_master_alone() throws Exception {
    int port = Ports.free();
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    bench.expect(0, "up", "a");
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.masters()).containsExactly(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void nothing_is_run_on_the_far_side_where_that_is_forbidden() throws Exception {
    Path remote = bench.dir().resolve("r");
    bench.tunnelWith(
        "quiet",
        List.of("[ssh]", "remote_commands = false"),
        "remote = \"%s:localhost:%d\"".formatted(remote, echo.port()),
        "remote = \"0:localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "quiet");
    bench.expect(0, "down", "quiet");
    assertThat(bench.sshd().log()).doesNotContain("Starting session");
  }

  @Test
  void the_far_side_is_told_once_to_answer_without_delay() throws Exception {
    bench.tunnel("a", local(Ports.free(), echo.port()));
    bench.expect(0, "up", "a");
    await().until(() -> sessions() == 1); // nothing waits for it
    bench.expect(0, "up", "a");
    bench.expect(0, "down", "a");
    assertThat(sessions()).isEqualTo(1);
  }

  private long sessions() {
    return bench.sshd().log().lines().filter(line -> line.contains("Starting session")).count();
  }

  private int pickedPort(String tunnel) {
    JsonObject forward = bench.status(tunnel).getAsJsonArray("forwards").get(0).getAsJsonObject();
    String listen = forward.get("listen").getAsString();
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  private static void isPrivate(Path socket) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  private static boolean gone(SocketAddress address) {
    boolean file = address instanceof UnixDomainSocketAddress unix && Files.exists(unix.getPath());
    return !file && !EchoServer.carries(address);
  }

  private static boolean hasIpv6() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress());
  }

  private static SocketAddress tcp(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SocketAddress unix(Path path) {
    return UnixDomainSocketAddress.of(path);
  }
}
