package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Agent;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Keys;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** One thing is broken at a time, and is named with its remedy. */
@Timeout(60)
class DoctorIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @BeforeEach
  void tunnel() throws IOException {
    bench.tunnel("a", local(port, echo.port()));
  }

  @Test
  void nothing_hinders() {
    String out = bench.expect(0, "doctor", "a").out();
    assertThat(out)
        .contains("ok   ssh: OpenSSH_", "ok   control socket: Unix sockets work in ")
        .contains("asks nobody for anything", "host key: that of ", "ok   server: OpenSSH_")
        .doesNotContain("bad ", "warn ");
    assertThat(bench.run("doctor", "aa").status()).isEqualTo(2);
  }

  @Test
  void a_tunnel_that_is_up_has_its_own_port() {
    bench.expect(0, "up", "a");
    assertThat(bench.expect(0, "doctor").out()).doesNotContain("port " + port);
  }

  @Test
  void nothing_keeps_what_is_wanted_or_a_supervisor_does() throws Exception {
    Path crontab = bench.dir().resolve("crontab");
    Files.writeString(crontab, "#!/bin/sh\necho '# * * * * * keepalive'\n");
    mode(crontab, "rwxr-xr-x");
    Map<String, String> path = Map.of("PATH", bench.dir() + ":" + System.getenv("PATH"));
    assertThat(doctor(path)).doesNotContain("keeper");
    bench.expect(0, "up", "a");
    assertThat(doctor(path))
        .contains("warn keeper: ", "nothing that is known here", "tunnels install cron");

    Launched supervisor = bench.launch("supervise");
    await().until(() -> supervisor.err().contains("supervising"));
    assertThat(doctor(path))
        .contains("ok   keeper: supervise runs, as process " + supervisor.pid());
    supervisor.signal("TERM");
    supervisor.expect(0);
    assertThat(doctor(path)).contains("warn keeper: ");
  }

  @Test
  void a_crontab_keeps_nothing_where_no_cron_runs() throws Exception {
    Path crontab = bench.dir().resolve("crontab");
    Files.writeString(crontab, "#!/bin/sh\necho '* * * * * tunnels keepalive'\n");
    mode(crontab, "rwxr-xr-x");
    Map<String, String> path = Map.of("PATH", bench.dir() + ":" + System.getenv("PATH"));
    bench.expect(0, "up", "a");
    assertThat(doctor(path))
        .contains("warn keeper: keepalive is in the crontab, and has made no pass yet")
        .contains("cron does not run here");

    bench.launch("keepalive").expect(0);
    assertThat(doctor(path)).as("typed").contains("warn keeper: ", "has made no pass yet");

    Path cron = Files.copy(Path.of("/bin/sh").toRealPath(), bench.dir().resolve("cron"));
    List<String> shell = List.of(cron.toString(), "-c", "\"$@\"; exit $?", "cron");
    bench.launch(Map.of(), shell, "keepalive").expect(0);
    assertThat(doctor(path))
        .containsPattern(
            "ok   keeper: keepalive is in the crontab, and made its last pass \\d+s ago");

    long earlier = Instant.now().minus(Duration.ofHours(3)).getEpochSecond();
    Files.writeString(bench.machine().resolve("keepalive-cron"), "" + earlier);
    assertThat(doctor(path)).containsPattern("warn keeper: .* made its last pass 3h( \\dm)? ago");
  }

  private String doctor(Map<String, String> environment) throws Exception {
    return bench.launch(environment, List.of(), "doctor").expect(0).out();
  }

  @Test
  void a_port_that_is_taken_and_by_whom() throws Exception {
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThat(bench.expect(1, "doctor", "a").out())
          .contains("bad  port " + port + ": taken, by pid " + ProcessHandle.current().pid())
          .contains("end that, or another port in the profile");
    }
  }

  @Test
  void a_configuration_that_others_can_write_and_its_mending() throws Exception {
    Path config = bench.userConfigFile();
    mode(config, "rw-rw-rw-");
    assertThat(bench.expect(4, "up", "a").err()).contains("Bad owner or permissions on " + config);
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  permissions: " + config + " can be written to by others")
        .contains("chmod go-w '" + config + "'");

    assertThat(bench.expect(0, "doctor", "--fix").out()).contains("done permissions: " + config);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
        .isEqualTo("rw-r--r--");
    bench.expect(0, "up", "a");
  }

  /** A device of the test's own: nothing that goes wrong here may reach everybody's. */
  @Test
  void a_device_stays_as_it_is() throws Exception {
    Path device = bench.dir().resolve("null");
    boolean root = new ProcessBuilder("mknod", "" + device, "c", "1", "3").start().waitFor() == 0;
    if (!root) {
      assertThat(new ProcessBuilder("mkfifo", "" + device).start().waitFor()).isZero();
    }
    mode(device, "rw-rw-rw-");
    Path key = Files.createSymbolicLink(bench.dir().resolve("key"), device);
    bench.profile(
        "a",
        "host = \"fixture\"",
        "[[forward]]",
        local(port, 1),
        "[ssh]",
        "options = ['IdentityFile=\"%s\"', 'IdentityFile=\"%s\"']".formatted(device, key));
    Path config = bench.dir().resolve("ssh_config");
    Path was = Files.move(config, bench.dir().resolve("was"));
    Files.createSymbolicLink(config, device);

    bench.run("doctor", "--fix");
    Files.delete(config);
    Files.move(was, config);
    bench.run("doctor", "--fix");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(device)))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void a_command_without_a_configuration_becomes_a_tunnel_that_starts() throws Exception {
    String words =
        "ssh|-F|none|-p|%d|-i|%s|-o|UserKnownHostsFile=\"%s\"|-L|%d:localhost:%d|%s@127.0.0.1"
            .formatted(
                bench.sshd().port(),
                bench.sshd().clientKey(),
                bench.sshd().knownHosts(),
                port,
                echo.port(),
                System.getProperty("user.name"));
    List<String> imported = new ArrayList<>(List.of("import", "--name", "b", "--"));
    imported.addAll(List.of(words.split("\\|")));
    bench.expect(0, imported.toArray(String[]::new));
    bench.expect(0, "up", "b");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_folder_of_keys_that_others_can_write_and_its_mending() throws Exception {
    Path folder = Files.createDirectory(bench.dir().resolve(".ssh"));
    mode(folder, "rwxrwxrwx");
    assertThat(bench.expect(1, "doctor").out()).contains("chmod 700 '" + folder + "'");
    bench.expect(0, "doctor", "--fix");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void a_key_that_others_can_read_and_its_mending() throws Exception {
    Path key = key("");
    mode(key, "rw-r--r--");
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  permissions: " + key + " is open to others: ssh does not use it")
        .contains("chmod 600 '" + key + "'");
    bench.expect(0, "doctor", "--fix", "a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_with_a_passphrase_lets_nobody_in_unattended() throws Exception {
    Path key = key("secret");
    String debians = "GSSAPIAuthentication yes\n";
    Files.writeString(bench.userConfigFile(), debians + Files.readString(bench.userConfigFile()));
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  login: nobody can log in unattended: " + key + " has a passphrase")
        .contains("IdentityAgent ~/.ssh/agent.sock");

    bench.profile("a", "host = \"fixture\"", "unattended = false", "[[forward]]", local(port, 1));
    bench.expect(0, "doctor", "a");
  }

  /** The fixture's ssh_config has IdentitiesOnly: a key that is not named is not offered. */
  @Test
  void an_agent_at_a_fixed_place_will_do_if_it_has_the_key() throws Exception {
    key("secret");
    Agent agent = bench.keep(Agent.start(bench.dir().resolve("agent")));
    agent.add(Keys.make(bench.dir().resolve("other"), ""));
    Path config = bench.userConfigFile();
    String text = Files.readString(config);
    Files.writeString(config, "IdentityAgent " + quoted(agent.socket()) + "\n" + text);
    assertThat(bench.expect(1, "doctor", "a").out()).contains("key has a passphrase, and no agent");

    Path named = bench.dir().resolve("other.pub");
    Files.writeString(
        config,
        "IdentityAgent "
            + quoted(agent.socket())
            + "\nIdentityFile "
            + quoted(named)
            + "\n"
            + text);
    mode(named, "rw-r--r--");
    assertThat(bench.expect(0, "doctor", "a").out()).contains("login: an agent with keys answers");
  }

  @Test
  void a_login_that_is_impossible_and_a_tunnel_that_is_held() throws Exception {
    bench.userConfig("PubkeyAuthentication no");
    bench.expect(4, "up", "a");
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  held: auth: ", "then: tunnels up a")
        .contains("bad  login: nobody can log in unattended: ssh_config allows no key");

    Path agent = bench.dir().resolve("agent");
    Agent full = bench.keep(Agent.start(agent));
    for (int i = 0; i < 6; i++) {
      full.add(Keys.make(bench.dir().resolve("key" + i), ""));
    }
    bench.userConfig("IdentitiesOnly no", "IdentityAgent " + quoted(full.socket()));
    assertThat(bench.expect(4, "up", "a").err()).contains("Too many authentication failures");
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  login: ssh offers 6 keys of the agent before ", "IdentitiesOnly yes");
  }

  @Test
  void another_ssh_for_the_same_port() throws Exception {
    Path crontab = bench.dir().resolve("crontab");
    String line = "@reboot autossh -M 0 -N -L %d:localhost:80 h".formatted(port);
    Files.writeString(crontab, "#!/bin/sh\necho '" + line + "'\n");
    mode(crontab, "rwxr-xr-x");
    Map<String, String> path = Map.of("PATH", bench.dir() + ":" + System.getenv("PATH"));
    assertThat(doctor(path))
        .contains("warn port " + port + ": your crontab starts an ssh with it too: " + line);
  }

  @Test
  void a_host_key_that_nobody_has_accepted() throws Exception {
    bench.userConfig("UserKnownHostsFile " + quoted(bench.dir().resolve("none")));
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  host key: no key of ")
        .contains("`tunnels up` on a terminal, and compare the fingerprint");
  }

  @Test
  void a_jump_host_that_lets_nobody_in_unattended() throws Exception {
    Path key = Keys.make(bench.dir().resolve("jumps"), "secret");
    bench.userConfig(
        "Host gate",
        "IdentityFile " + quoted(key),
        "UserKnownHostsFile " + quoted(bench.dir().resolve("none")),
        "Host fixture",
        "ProxyJump me@gate:2222");
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  login at me@gate:2222: nobody can log in unattended: " + key)
        .contains("bad  host key: no key of [gate]:2222 is known")
        .contains("ok   login: ");
  }

  @Test
  void a_server_that_is_away() {
    bench.sshd().stop();
    assertThat(bench.expect(1, "doctor", "a").out()).contains("bad  server: no sshd answers at ");
    bench.expect(0, "doctor");
  }

  @Test
  void what_ssh_does_not_accept() throws Exception {
    bench.userConfig("NoSuchKeyword yes");
    assertThat(bench.expect(1, "doctor", "a").out())
        .contains("bad  ssh_config: ", "Bad configuration option: nosuchkeyword")
        .contains("mend it: ssh -G ");
  }

  @Test
  void a_place_for_sockets_that_is_too_deep() {
    bench.useState(bench.dir().resolve("x".repeat(80)));
    assertThat(bench.expect(1, "doctor").out())
        .contains("bad  control socket: the control socket's path has ", "a shorter --state DIR");
    bench.useState(bench.dir().resolve("s"));
  }

  @Test
  void a_broken_profile() throws Exception {
    bench.profile("b", "hots = \"fixture\"");
    assertThat(bench.expect(1, "doctor").out()).contains("bad  profile: ", "b.toml:1: ");
  }

  @Test
  void a_dead_socket_and_its_removal() throws Exception {
    bench.expect(0, "up", "a");
    ProcessTable.signal("KILL", bench.pid("a"));
    org.awaitility.Awaitility.await().until(() -> bench.masters().isEmpty());
    Files.delete(bench.machine().resolve("connections/a/record.json"));
    assertThat(bench.expect(0, "doctor").out()).contains("warn stale: ", "tunnels clean");
    assertThat(bench.expect(0, "doctor", "--fix").out()).contains("done stale: ");
    assertThat(bench.sockets()).isEmpty();
  }

  @Test
  void a_server_that_exposes_what_was_meant_for_its_loopback() throws Exception {
    try (Workbench open = Workbench.start("GatewayPorts yes")) {
      open.tunnel("a", "remote = \"" + port + ":localhost:" + echo.port() + "\"");
      open.expect(0, "up", "a");
      assertThat(open.expect(0, "doctor", "a").out())
          .contains("warn remote port " + port + ": the server lets everyone")
          .contains("GatewayPorts clientspecified");
    }
    bench.tunnel("a", "remote = \"" + port + ":localhost:" + echo.port() + "\"");
    bench.expect(0, "up", "a");
    assertThat(bench.expect(0, "doctor", "a").out()).doesNotContain("remote port");
  }

  @Test
  void the_same_as_json() throws Exception {
    Path key = key("secret");
    JsonArray all =
        JsonParser.parseString(bench.expect(1, "doctor", "--json").out()).getAsJsonArray();
    JsonObject login =
        all.asList().stream()
            .map(element -> element.getAsJsonObject())
            .filter(each -> each.get("about").getAsString().equals("login"))
            .findFirst()
            .orElseThrow();
    assertThat(login.get("tunnel").getAsString()).isEqualTo("a");
    assertThat(login.get("level").getAsString()).isEqualTo("bad");
    assertThat(login.get("message").getAsString()).contains(key.toString());
    assertThat(login.get("fixable").getAsBoolean()).isFalse();
  }

  /** The user's only key. */
  private Path key(String passphrase) throws IOException {
    Path key = Keys.make(bench.dir().resolve("key"), passphrase);
    Path config = bench.userConfigFile();
    String text = Files.readString(Path.of(line(config, "Include ").replace("\"", "")));
    Files.writeString(config, text.replaceAll("(?m)^(\\s*IdentityFile ).*$", "$1\"" + key + "\""));
    return key;
  }

  private static String line(Path file, String start) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
