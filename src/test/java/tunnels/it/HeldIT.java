package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.Agent;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Later;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/**
 * What only a person can mend is left alone, so that no account gets locked, until it is mended.
 */
@Timeout(60)
class HeldIT {

  private static final List<String> QUICK =
      List.of("[retry]", "first = \"200ms\"", "max = \"200ms\"");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  // --- left alone

  @Test
  void a_refused_key_is_offered_once_for_each_up_and_never_unattended() throws Exception {
    refuseKeys();
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    for (int up = 0; up < 2; up++) {
      assertHeldByOneConnection("auth");
    }
    assertLeftAlone();
    bench.expect(4, "up", "a");
  }

  @Test
  void a_changed_host_key_is_met_once_for_each_up_and_never_unattended() throws Exception {
    changeHostKey();
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    for (int up = 0; up < 2; up++) {
      assertHeldByOneConnection("host-key");
    }
    assertLeftAlone();
  }

  @Test
  void a_login_that_is_refused_after_a_death_holds_and_is_told_once() throws Exception {
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    bench.expect(0, "up", "a");
    refuseKeys();
    bench.sshd().dropSessions();
    org.awaitility.Awaitility.await().until(() -> bench.masters().isEmpty());
    Run first = bench.expect(4, "keepalive");
    assertThat(first.out()).startsWith("a: up -> held (auth: ").hasLineCount(1);
    assertLeftAlone();
  }

  @Test
  void a_hold_is_tried_again_as_often_as_the_profile_says() throws Exception {
    refuseKeys();
    bench.tunnelWith("a", List.of("[retry]", "held = \"15m\""), local(port, echo.port()));
    bench.expect(4, "up", "a");
    int before = bench.sshd().connections();
    Instant due = Instant.parse(bench.status("a").get("retry_at").getAsString());
    assertThat(due).isAfter(Instant.now().plus(Duration.ofMinutes(14)));

    assertStillHeld(bench.run("keepalive"));
    assertStillHeld(Later.run(bench, Duration.ofMinutes(14), "keepalive"));
    assertThat(bench.sshd().connections()).isEqualTo(before);
    assertStillHeld(Later.run(bench, Duration.ofMinutes(15), "keepalive"));
    assertStillHeld(Later.run(bench, Duration.ofMinutes(16), "keepalive"));
    assertThat(bench.sshd().connections()).isEqualTo(before + 1);
  }

  /** Three seconds of passes, one after the other. */
  private void assertLeftAlone() {
    int before = bench.sshd().connections();
    Instant end = Instant.now().plusSeconds(3);
    while (Instant.now().isBefore(end)) {
      assertStillHeld(bench.run("keepalive"));
    }
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.sshd().connections()).isEqualTo(before);
  }

  private static void assertStillHeld(Run run) {
    assertThat(run).as("%s", run).isEqualTo(new Run(4, "", ""));
  }

  private void assertHeldByOneConnection(String kind) {
    int before = bench.sshd().connections();
    assertThat(bench.expect(4, "up", "a").err()).contains("a: " + kind + ": ");
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.status("a").get("retry_at").isJsonNull()).isTrue();
    assertThat(bench.sshd().connections()).isEqualTo(before + 1);
  }

  // --- lifted by what a person mends

  @Test
  void a_key_file_that_was_touched_or_replaced_lifts_it() throws Exception {
    refuseKeys();
    holdA();
    int before = bench.sshd().connections();
    String foreign = "foreign.org " + Files.readString(Path.of(bench.sshd().clientKey() + ".pub"));
    Files.writeString(bench.sshd().knownHosts(), foreign, StandardOpenOption.APPEND);
    assertStillHeld(bench.run("keepalive"));
    assertThat(bench.sshd().connections()).as("known_hosts is not for keys").isEqualTo(before);

    Path key = bench.sshd().clientKey();
    Files.setLastModifiedTime(key, FileTime.from(Instant.now().minusSeconds(7)));
    assertStillHeld(bench.run("keepalive"));
    assertThat(bench.sshd().connections()).as("one try").isEqualTo(before + 1);
    assertStillHeld(bench.run("keepalive"));
    assertThat(bench.sshd().connections()).as("and no more").isEqualTo(before + 1);

    Path fresh = freshKey("fresh");
    for (String ending : List.of("", ".pub")) {
      Path from = Path.of(fresh + ending);
      Files.copy(from, Path.of(key + ending), StandardCopyOption.REPLACE_EXISTING);
    }
    allow(fresh);
    assertLifted();
  }

  @Test
  void a_certificate_that_appears_lifts_it(@TempDir Path folder) throws Exception {
    Path authority = folder.resolve("ca");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
    try (Workbench trusting = Workbench.start("TrustedUserCAKeys " + authority + ".pub")) {
      Files.writeString(trusting.sshd().authorizedKeys(), "");
      trusting.tunnel("a", local(port, echo.port()));
      trusting.expect(4, "up", "a");
      assertStillHeld(trusting.run("keepalive"));
      String user = System.getProperty("user.name");
      String key = trusting.sshd().clientKey() + ".pub";
      run("ssh-keygen", "-q", "-s", authority.toString(), "-I", "test", "-n", user, key);
      assertThat(trusting.expect(0, "keepalive").out()).isEqualTo("a: held -> up\n");
      assertThat(EchoServer.carries(port)).isTrue();
    }
  }

  @Test
  void a_known_hosts_file_that_was_mended_lifts_it() throws Exception {
    String right = Files.readString(bench.sshd().knownHosts());
    changeHostKey();
    Path known = Files.createDirectory(bench.dir().resolve("my hosts, ü")).resolve("known hosts");
    Files.copy(bench.sshd().knownHosts(), known);
    bench.userConfig("Host fixture", "UserKnownHostsFile \"" + known + "\" /nonexistent");
    holdA();
    Files.writeString(known, right);
    assertLifted();
    assertThat(bench.expect(0, "doctor", "a").out()).contains("ok   host key: that of ");
  }

  @Test
  void a_changed_ssh_config_lifts_it() throws Exception {
    bench.userConfig("Host fixture", "User nobody-of-that-name");
    holdA();
    bench.userConfig();
    assertLifted();
  }

  @Test
  void a_keyword_that_ssh_does_not_know_lifts_it_when_it_is_gone() throws Exception {
    bench.userConfig("Host fixture", "NoSuchKeyword yes");
    holdA();
    bench.userConfig();
    assertLifted();
  }

  @Test
  void a_changed_profile_lifts_it() throws Exception {
    bench.tunnelWith(
        "a", List.of("[ssh]", "options = [\"User=nobody-of-that-name\"]"), local(port, 1));
    bench.expect(4, "up", "a");
    assertStillHeld(bench.run("keepalive"));
    bench.tunnel("a", local(port, echo.port()));
    assertLifted();
  }

  @Test
  void an_up_lifts_it() throws Exception {
    refuseKeys();
    holdA();
    allow(bench.sshd().clientKey());
    assertStillHeld(bench.run("keepalive"));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  // --- lifted by the agent's keys

  @Test
  void a_key_that_the_agent_is_given_lifts_it() throws Exception {
    Agent agent = bench.keep(Agent.start(bench.dir().resolve("agent")));
    onlyAgentsKeys("IdentityAgent SSH_AUTH_SOCK");
    Map<String, String> terminal = Map.of("SSH_AUTH_SOCK", agent.socket().toString());
    bench.launch(terminal, List.of(), "up", "a").expect(4);
    assertStillHeld(bench.launch(terminal, List.of(), "keepalive").finish());

    agent.add(bench.sshd().dir().resolve("good"));
    int before = bench.sshd().connections();
    assertStillHeld(bench.launch("keepalive").finish());
    assertThat(bench.sshd().connections()).as("cron reaches no agent").isEqualTo(before);
    assertThat(bench.launch(terminal, List.of(), "keepalive").expect(0).out())
        .isEqualTo("a: held -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_key_of_the_agent_that_the_config_names_lifts_it_in_an_empty_environment()
      throws Exception {
    Agent agent = bench.keep(Agent.start(bench.dir().resolve("agent")));
    onlyAgentsKeys("IdentityAgent " + quoted(agent.socket()));
    bench.launch("up", "a").expect(4);
    assertStillHeld(bench.launch("keepalive").finish());
    agent.add(bench.sshd().dir().resolve("good"));
    bench.launch("keepalive").expect(0);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  /** Keys that went out of reach mend nothing. */
  @Test
  void an_agent_that_cron_does_not_reach_causes_no_attempt() throws Exception {
    Agent agent = bench.keep(Agent.start(bench.dir().resolve("agent")));
    onlyAgentsKeys("IdentityAgent SSH_AUTH_SOCK");
    agent.add(freshKey("unknown-to-the-server"));
    Map<String, String> terminal = Map.of("SSH_AUTH_SOCK", agent.socket().toString());
    bench.launch(terminal, List.of(), "up", "a").expect(4);
    int before = bench.sshd().connections();
    for (int round = 0; round < 2; round++) {
      assertStillHeld(bench.launch("keepalive").finish());
      assertStillHeld(bench.launch(terminal, List.of(), "keepalive").finish());
    }
    assertThat(bench.sshd().connections()).isEqualTo(before);
  }

  private void onlyAgentsKeys(String agent) throws Exception {
    Path good = freshKey("good");
    Files.copy(good, bench.sshd().dir().resolve("good"));
    allow(good);
    bench.userConfig("Host fixture", agent, "IdentitiesOnly no");
    bench.tunnel("a", local(port, echo.port()));
  }

  // --- small words

  private void holdA() throws IOException {
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    bench.expect(4, "up", "a");
    assertStillHeld(bench.run("keepalive"));
  }

  private void assertLifted() {
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: held -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
  }

  private void refuseKeys() throws IOException {
    Files.writeString(bench.sshd().authorizedKeys(), "");
  }

  private void allow(Path key) throws IOException {
    Files.writeString(bench.sshd().authorizedKeys(), Files.readString(Path.of(key + ".pub")));
  }

  private void changeHostKey() throws Exception {
    String other = Files.readString(Path.of(freshKey("another-host") + ".pub"));
    Files.writeString(
        bench.sshd().knownHosts(), "[127.0.0.1]:%d %s".formatted(bench.sshd().port(), other));
  }

  private Path freshKey(String name) throws Exception {
    Path key = bench.dir().resolve(name);
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString());
    return key;
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).start();
    process.getOutputStream().close();
    String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
  }
}
