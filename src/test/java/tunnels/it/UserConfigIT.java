package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HarmfulConfig;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Keys;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Socks;
import tunnels.fixture.Workbench;

/** The user's own ssh_config: what bites there does not, and what is needed holds. */
@Timeout(60)
class UserConfigIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ControlMaster auto\nControlPath \"DIR/own-%C\"\nControlPersist 10m",
        "ControlMaster autoask\nControlPath \"DIR/own-%C\"",
        "ControlPersist 1",
        "LogLevel QUIET",
        "LogLevel DEBUG3",
        "PermitLocalCommand yes\nLocalCommand touch DIR/touched",
        "RemoteCommand touch DIR/touched",
        "GatewayPorts yes",
        "ExitOnForwardFailure yes",
        "RequestTTY force",
        "Tunnel yes",
        "SessionType none",
        "ForkAfterAuthentication yes",
        "ClearAllForwardings yes",
        "StreamLocalBindUnlink yes\nStreamLocalBindMask 0000",
        "PermitRemoteOpen none",
        "ConnectTimeout 0\nConnectionAttempts 9\nServerAliveInterval 0",
        "StdinNull yes\nBatchMode no\nSendEnv *\nSetEnv A=b\nForwardAgent yes\nForwardX11 yes\n"
            + "EscapeChar none\nVisualHostKey yes\nAddKeysToAgent yes\nHashKnownHosts yes",
      })
  void a_tunnel_comes_up_and_down_in_spite_of(String lines) throws Exception {
    bench.userConfig(lines.replace("DIR", bench.dir().toString()));
    HttpPage page = bench.keep(new HttpPage("page"));
    int proxy = Ports.free();
    bench.tunnel(
        "a",
        local(port, echo.port()),
        "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(proxy, page.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(Socks.on(proxy).get("localhost", page.port(), "/")).isPresent();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(1);
    if (!lines.equals("RequestTTY force") || givesTerminals()) {
      assertThat(bench.launch("ssh", "a", "--", "echo", "said").expect(0).out()).contains("said");
    }
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(bench.dir().resolve("touched")).doesNotExist();
    assertThat(ProcessTable.naming(bench.dir() + "/own")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ControlMaster auto\nControlPath \"DIR/own-%C\"\nClearAllForwardings yes",
        "Host fixture\nProxyJump hpc\nHost *\nClearAllForwardings no\nLocalForward OWN h:1",
      })
  void a_tunnel_holds_with_every_keyword_at_once(String more) throws Exception {
    int own = Ports.free();
    String lines = more.replace("OWN", String.valueOf(own)) + "\nHost *\n" + HarmfulConfig.TEXT;
    bench.userConfig(lines.replace("DIR", bench.dir().toString()).split("\n"));
    HttpPage page = bench.keep(new HttpPage("page"));
    int proxy = Ports.free();
    bench.tunnel(
        "a",
        local(port, echo.port()),
        "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(proxy, page.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(Socks.on(proxy).get("localhost", page.port(), "/")).isPresent();
    assertThat(EchoServer.carries(own)).isFalse();
    assertThat(bench.expect(0, "logs", "a").out()).doesNotContain("debug1:");
    bench.expect(0, "down", "a");
    await().until(() -> ProcessTable.naming(bench.state() + "/").isEmpty());
    assertThat(bench.dir().resolve("touched")).doesNotExist();

    Files.writeString(bench.sshd().authorizedKeys(), "");
    int before = bench.sshd().connections();
    assertThat(bench.expect(4, "up", "a").err())
        .contains("a: auth: ")
        .contains("Permission denied");
    bench.expect(4, "keepalive");
    assertThat(bench.sshd().connections()).isEqualTo(before + 1);
  }

  /**
   * Whether this sshd, of an ordinary user, can: it hands a terminal to the group tty, and where
   * devpts was mounted without gid=5 it may not.
   */
  private boolean givesTerminals() throws Exception {
    List<String> plain =
        List.of("ssh", "-F", bench.sshd().sshConfig().toString(), "-tt", "fixture", "true");
    ProcessBuilder ssh = new ProcessBuilder(plain).redirectErrorStream(true);
    ssh.redirectInput(new File("/dev/null")).redirectOutput(Redirect.DISCARD);
    return ssh.start().waitFor() == 0;
  }

  @Test
  void a_listener_stays_on_loopback_where_the_user_has_gateway_ports() throws Exception {
    String outside = outsideAddress();
    bench.userConfig("GatewayPorts yes");
    int proxy = Ports.free();
    bench.tunnel("a", local(port, echo.port()), "dynamic = \"" + proxy + "\"");
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(EchoServer.carries(new InetSocketAddress(outside, port))).isFalse();
    assertThat(EchoServer.carries(new InetSocketAddress(outside, proxy))).isFalse();
  }

  private static String outsideAddress() throws IOException {
    var address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> !each.isLoopbackAddress() && each.getAddress().length == 4)
            .findFirst();
    assumeThat(address).as("an IPv4 address beside loopback").isPresent();
    return address.orElseThrow().getHostAddress();
  }

  @Test
  void the_forwards_of_the_users_own_sessions_are_left_to_them() throws Exception {
    int ownLocal = Ports.free();
    int ownRemote = Ports.free();
    int ownDynamic = Ports.free();
    HttpPage page = bench.keep(new HttpPage("page"));
    bench.userConfig(
        "LocalForward " + ownLocal + " localhost:" + echo.port(),
        "RemoteForward " + ownRemote + " localhost:" + echo.port(),
        "DynamicForward " + ownDynamic);
    int remote = Ports.free();
    int proxy = Ports.free();
    Path socket = bench.dir().resolve("l");
    bench.tunnel(
        "a",
        local(port, echo.port()),
        "local = \"%s:localhost:%d\"".formatted(socket, echo.port()),
        "remote = \"%d:localhost:%d\"".formatted(remote, echo.port()),
        "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(proxy, page.port()));
    bench.expect(0, "up", "a");
    assertThat(List.of(port, remote)).allMatch(EchoServer::carries);
    assertThat(Socks.on(proxy).get("localhost", page.port(), "/")).isPresent();
    assertThat(bench.launch("ssh", "a", "--", "true").expect(0).err()).isEmpty();
    assertThat(List.of(ownLocal, ownRemote, ownDynamic)).noneMatch(EchoServer::carries);
    for (int own : List.of(ownLocal, ownRemote, ownDynamic)) {
      EchoServer.everywhere(own).close(); // still free
    }
    bench.expect(0, "down", "a");
    assertThat(socket).doesNotExist();
  }

  @Test
  void a_busy_port_is_told_where_the_users_config_has_forwards() throws Exception {
    bench.userConfig("LocalForward " + Ports.free() + " localhost:" + echo.port());
    int other = Ports.free();
    bench.tunnel("a", local(port, echo.port()), local(other, echo.port()));
    try (EchoServer foreign = EchoServer.everywhere(port)) {
      assertThat(bench.expect(1, "up", "a").err())
          .contains("local-busy")
          .contains(String.valueOf(foreign.port()));
      assertThat(EchoServer.carries(other)).isTrue();
    }
  }

  @Test
  void a_failure_is_told_apart_under_log_level_quiet() throws Exception {
    bench.userConfig("LogLevel QUIET");
    Files.writeString(bench.sshd().authorizedKeys(), "");
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.expect(4, "up", "a").err()).contains("auth: ").contains("Permission denied");
  }

  @Test
  void a_jump_host_carries_it() throws Exception {
    bench.userConfig("Host fixture", "ProxyJump hpc");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
    bench.expect(0, "down", "a");
    await().until(() -> ProcessTable.naming(bench.dir() + "/").isEmpty());
  }

  @Test
  void a_jump_host_given_as_an_option_carries_it() throws Exception {
    bench.tunnelWith(
        "a", List.of("[ssh]", "options = [\"ProxyJump=hpc\"]"), local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  @Test
  void a_proxy_command_carries_it() throws Exception {
    bench.userConfig(
        "Host fixture",
        "ProxyCommand ssh -F " + quoted(bench.sshd().sshConfig()) + " -W %h:%p login");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    bench.expect(0, "down", "a");
    String through = bench.sshd().sshConfig() + " -W";
    await().until(() -> ProcessTable.naming(through).isEmpty());
  }

  @Test
  void a_key_that_only_the_agent_has_is_used() throws Exception {
    Path socket = bench.dir().resolve("agent");
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      await().until(() -> Files.exists(socket));
      var add = new ProcessBuilder("ssh-add", "-q", bench.sshd().clientKey().toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.start().waitFor()).isZero();
      Files.move(bench.sshd().clientKey(), bench.dir().resolve("elsewhere"));
      bench.userConfig("Host fixture", "IdentityAgent SSH_AUTH_SOCK");
      bench.tunnel("a", local(port, echo.port()));
      bench.launch("up", "a").expect(4);
      bench.launch(Map.of("SSH_AUTH_SOCK", socket.toString()), List.of(), "up", "a").expect(0);
      assertThat(EchoServer.carries(port)).isTrue();
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  @Test
  void a_certificate_is_used() throws Exception {
    Path dir = bench.dir();
    Keys.certify(Keys.make(dir.resolve("user"), ""), "-n", System.getProperty("user.name"));
    Files.writeString(bench.sshd().authorizedKeys(), "cert-authority " + Keys.authority());
    bench.userConfig(
        "Host fixture", "IdentityFile " + quoted(dir.resolve("user")), "IdentitiesOnly yes");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().log()).contains("ED25519-CERT");
  }

  /** A home folder of our own, in a mount namespace that ends with the command. */
  @Test
  void the_default_config_is_that_of_the_password_database_whatever_home_says() throws Exception {
    List<String> namespace = namespace();
    Path home = Path.of(System.getProperty("user.home"));
    Path ssh = Files.createDirectories(bench.dir().resolve("h/.ssh"));
    Files.writeString(
        ssh.resolve("config"),
        Files.readString(bench.sshd().sshConfig()).replace("Host fixture", "Host byname fixture"));
    Files.writeString(bench.dir().resolve("c/config.toml"), "");
    bench.profile("a", "host = \"byname\"", "[[forward]]", local(port, echo.port()));

    Path program = Path.of(Workbench.launcher()).getParent().getParent();
    Path inside = bench.dir().resolve("h").resolve(home.relativize(program).normalize());
    boolean hidden = program.startsWith(home); // the checkout may lie below the home folder
    Path shown = hidden ? Files.createDirectories(inside) : program;

    // To a user's namespace root's files are nobody's, and ssh reads no config of nobody's.
    Path system = Files.createDirectories(bench.dir().resolve("etc"));
    String mounts =
        "mount --bind \"$0\" /etc/ssh && mount --bind \"$1\" \"$2\" && mount --rbind \"$3\" \"$4\"";
    List<String> before = new ArrayList<>(namespace);
    before.addAll(
        List.of(
            "sh",
            "-c",
            mounts + " && shift 4 && exec \"$@\"",
            system.toString(),
            program.toString(),
            shown.toString(),
            bench.dir().resolve("h").toString(),
            home.toString()));
    bench.launch(Map.of("HOME", "/nonexistent"), before, "up", "a").expect(0);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  private List<String> namespace() throws Exception {
    boolean root = System.getProperty("user.name").equals("root");
    List<String> words =
        root
            ? List.of("unshare", "-m")
            : List.of("unshare", "--user", "--map-current-user", "--keep-caps", "-m");
    List<String> trial = new ArrayList<>(words);
    String dir = bench.dir().toString();
    trial.addAll(List.of("mount", "--bind", dir, dir));
    boolean permitted;
    try {
      permitted = new ProcessBuilder(trial).start().waitFor() == 0;
    } catch (IOException missing) {
      permitted = false;
    }
    assumeThat(permitted).as("mount namespaces are permitted here").isTrue();
    return words;
  }
}
