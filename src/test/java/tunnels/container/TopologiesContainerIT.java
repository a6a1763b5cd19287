package tunnels.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Keys;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/** What stands between a user and a server: jump hosts, agents, certificates, names. */
@RequiresEngine
class TopologiesContainerIT {

  private static SshContainer login;
  private static SshContainer inner;

  private final Workbench bench = Workbench.at(login);
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @BeforeAll
  static void start() {
    login = SshContainer.of(Release.BOOKWORM);
    inner = SshContainer.of(Release.TRIXIE);
    login.run("sh", "-c", "echo '" + inner.address() + " inner' >>/etc/hosts");
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  // --- jump hosts

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host inner\n  ProxyJump login",
        "Host inner\n  ProxyCommand ssh -F CONFIG -W %h:%p login",
        "Match originalhost inner exec \"true\"\n  ProxyJump login"
      })
  void reaches_an_inner_host_that_only_the_login_node_knows(String way) throws Exception {
    innerConfig("u", way);
    bench.profile(
        "t",
        "host = \"inner\"",
        "[[forward]]",
        local(port, 19_001),
        "[[forward]]",
        "remote = \"19001:localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "t");
    assertThat(EchoServer.carries(port)).isTrue();
    long master = bench.pid("t");
    ProcessTable.signal("KILL", master);
    await().until(() -> !inner.run("ss", "-ltnH").contains(":19001 "));
    assertThat(bench.expect(0, "keepalive").out()).contains("t: restarted");
    assertThat(EchoServer.carries(port)).isTrue();
    bench.expect(0, "down", "t");
    bench.insistOnNothingLeft();
    await().until(() -> !inner.run("ss", "-ltnH").contains(":19001 "));
  }

  @Test
  void a_bastion_that_refuses_the_key_holds_and_is_not_hammered() throws Exception {
    innerConfig("certified", "Host inner\n  ProxyJump login");
    bench.profile("t", "host = \"inner\"", "[[forward]]", local(port, 22));
    assertThat(bench.expect(4, "up", "t").err()).contains("auth: certified@");
    int before = login.connections();
    bench.expect(4, "keepalive");
    bench.expect(4, "keepalive");
    assertThat(login.connections()).isEqualTo(before);
    bench.insistOnNothingLeft();
  }

  @Test
  void a_bastion_that_hangs_is_a_timeout_and_leaves_no_process() throws Exception {
    int silent = bench.keep(TcpProxy.silent()).port();
    bench.userConfig(
        "Host inner", "  ProxyJump hop", "Host hop", "  HostName 127.0.0.1", "  Port " + silent);
    bench.profile(
        "t", "host = \"inner\"", "[[forward]]", local(port, 22), "[health]", "timeout = \"1s\"");
    assertThat(bench.expect(1, "up", "t").err()).contains("timeout: ");
    bench.insistOnNothingLeft();
  }

  // --- beside the user's own ssh

  @Test
  void a_users_own_control_master_to_the_same_host_is_left_alone() throws Exception {
    Path path = bench.dir().resolve("own");
    bench.userConfig("Host *", "  ControlMaster auto", "  ControlPath " + path);
    run("ssh", "-F", bench.userConfigFile().toString(), "-f", "-N", "-M", "u");
    try {
      bench.profile("t", "host = \"u\"", "[[forward]]", local(port, 22));
      bench.expect(0, "up", "t");
      assertThat(bench.status("t").get("control_socket").getAsString()).isNotEqualTo(path + "");
      assertThat(banner(port)).isEqualTo("SSH-2.0");
      bench.expect(0, "down", "t");
      assertThat(run("ssh", "-S", path.toString(), "-O", "check", "u")).contains("running");
    } finally {
      run("ssh", "-S", path.toString(), "-O", "exit", "u");
    }
  }

  @Test
  void two_login_nodes_behind_one_name_are_one_host() throws Exception {
    TcpProxy name = bench.keep(TcpProxy.to(login.host(), login.port()));
    Path known = bench.dir().resolve("known");
    Files.writeString(known, "hpc " + login.hostKey() + "\nhpc " + inner.hostKey() + "\n");
    bench.userConfig(
        "Host u", "  Port " + name.port(), "  HostKeyAlias hpc", "  UserKnownHostsFile " + known);
    int far = 19_002;
    bench.profile(
        "t",
        "host = \"u\"",
        "[[forward]]",
        local(port, far),
        "[[forward]]",
        "remote = \"" + far + ":localhost:" + echo.port() + "\"",
        "[[forward]]",
        "remote = \"/tmp/nodes.sock:localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "t");
    assertThat(login.run("ss", "-ltnH")).contains(":" + far + " ");
    name.target(inner.host(), inner.port());
    name.reset();
    await().until(() -> !bench.phase("t").equals("up"));
    assertThat(bench.expect(0, "keepalive").out()).contains("t: restarted");
    assertThat(inner.run("ss", "-ltnH")).contains(":" + far + " ");
    assertThat(EchoServer.carries(port)).isTrue();
    name.target(login.host(), login.port());
    name.reset();
    await().until(() -> !bench.phase("t").equals("up"));
    bench.expect(0, "keepalive");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.phase("t")).isEqualTo("up");
  }

  // --- host keys

  @Test
  void known_hosts_may_be_hashed() throws Exception {
    Path hashed = bench.dir().resolve("hashed");
    Files.copy(login.knownHosts(), hashed);
    run("ssh-keygen", "-H", "-f", hashed.toString());
    assertThat(hashed).content().startsWith("|1|");
    bench.userConfig("Host u", "  UserKnownHostsFile " + hashed);
    bench.profile("t", "host = \"u\"", "[[forward]]", local(port, 22));
    bench.expect(0, "up", "t");
  }

  @Test
  void a_host_may_be_known_by_its_authority() throws Exception {
    try (SshContainer certified = SshContainer.start(Release.BOOKWORM, container -> {})) {
      Path key = bench.dir().resolve("host");
      Files.writeString(Path.of(key + ".pub"), certified.hostKey() + "\n");
      Keys.certify(key, "-h", "-n", certified.host());
      certified.write("/etc/ssh/host-cert.pub", Files.readString(Path.of(key + "-cert.pub")));
      certified.run(
          "sed", "-i", "1iHostCertificate /etc/ssh/host-cert.pub", "/etc/ssh/sshd_config");
      certified.run("kill", "-HUP", "1");
      Path known = bench.dir().resolve("authorities");
      Files.writeString(known, "@cert-authority * " + Keys.authority() + "\n");
      bench.userConfig(
          "Host u",
          "  Port " + certified.port(),
          "  UserKnownHostsFile " + known,
          "  HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com");
      bench.profile("t", "host = \"u\"", "[[forward]]", local(port, 22));
      await().until(certified::greets);
      bench.expect(0, "up", "t");
      bench.expect(0, "down", "t");
    }
  }

  // --- keys

  @Test
  void an_agent_with_more_keys_than_the_server_takes_is_held_until_one_is_named() throws Exception {
    Path agent = bench.dir().resolve("agent");
    Process process = new ProcessBuilder("ssh-agent", "-D", "-a", agent + "").start();
    try {
      await().until(() -> Files.exists(agent));
      Map<String, String> at = Map.of("SSH_AUTH_SOCK", agent.toString());
      for (String name : List.of("k1", "k2", "k3", "k4")) {
        run(at, "ssh-add", "-q", Keys.make(bench.dir().resolve(name), "").toString());
      }
      run(at, "ssh-add", "-q", Keys.file().toString());
      List<String> host =
          List.of(
              "Host crowd",
              "  HostName " + login.host(),
              "  Port " + login.port(),
              "  User tries",
              "  IdentityAgent " + agent,
              "  UserKnownHostsFile " + login.knownHosts());
      bench.userConfig(host.toArray(String[]::new));
      bench.profile("t", "host = \"crowd\"", "[[forward]]", local(port, 22));
      assertThat(bench.expect(4, "up", "t").err()).contains("Too many authentication failures");
      int before = login.connections();
      bench.expect(4, "keepalive");
      assertThat(login.connections()).isEqualTo(before);

      List<String> named =
          List.of("  IdentityFile " + Keys.file() + ".pub", "  IdentitiesOnly yes");
      bench.userConfig(Stream.of(host, named).flatMap(List::stream).toArray(String[]::new));
      assertThat(bench.expect(0, "keepalive").out()).contains("t: held -> up");
    } finally {
      process.destroy();
    }
  }

  @Test
  void a_certificate_that_ends_while_up_is_renewed_without_a_person() throws Exception {
    Path key = Keys.make(bench.dir().resolve("key"), "");
    Duration life = Duration.ofSeconds(5);
    Instant end = Instant.now().plus(life);
    Keys.certify(key, "-n", "certified", "-V", "-1m:+" + life.toSeconds() + "s");
    bench.userConfig("Host certified", "  IdentityFile " + key);
    bench.profile("t", "host = \"certified\"", "[[forward]]", local(port, 22));
    bench.expect(0, "up", "t");
    await().until(() -> Instant.now().isAfter(end.plusSeconds(1)));
    assertThat(bench.expect(0, "keepalive").out()).isEmpty();
    assertThat(banner(port)).isEqualTo("SSH-2.0");

    ProcessTable.signal("KILL", bench.pid("t"));
    await().until(() -> !bench.phase("t").equals("up"));
    bench.expect(4, "keepalive");
    assertThat(bench.phase("t")).isEqualTo("held");
    int before = login.connections();
    bench.expect(4, "keepalive");
    assertThat(login.connections()).isEqualTo(before);

    Keys.certify(key, "-n", "certified", "-V", "-1m:+1h");
    assertThat(bench.expect(0, "keepalive").out()).contains("t: held -> up");
  }

  // --- what the tests are made of

  /** The Hosts `login`, as this account, and `inner`, behind it. */
  private void innerConfig(String account, String way) throws IOException {
    Path known = bench.dir().resolve("known");
    Files.copy(login.knownHosts(), known, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(known, Files.readString(known) + "inner " + inner.hostKey() + "\n");
    bench.userConfig(
        way.replace("CONFIG", bench.userConfigFile().toString()),
        "Host login",
        "  HostName " + login.host(),
        "  Port " + login.port(),
        "  User " + account,
        "Host inner",
        "  User u",
        "Host inner login",
        "  IdentityFile " + Keys.file(),
        "  IdentitiesOnly yes",
        "  IdentityAgent none",
        "  UserKnownHostsFile " + known);
  }

  private static String banner(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      return new String(socket.getInputStream().readNBytes(7), UTF_8);
    }
  }

  private String run(String... command) throws Exception {
    return run(Map.of(), command);
  }

  private String run(Map<String, String> more, String... command) throws Exception {
    Path said = bench.dir().resolve("said");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(more);
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    int status = builder.redirectOutput(said.toFile()).start().waitFor();
    assertThat(status).as("%s: %s", List.of(command), Workbench.text(said)).isZero();
    return Workbench.text(said);
  }
}
