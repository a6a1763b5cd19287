package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Listener;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Sshd;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** Failures as the real ssh tells them: which kind, which phase, which exit, and what to do. */
@Timeout(60)
class FailuresIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  // --- held: only a person can help

  @Test
  void a_refused_key_holds_after_one_connection_for_each_up() throws Exception {
    Files.writeString(bench.sshd().authorizedKeys(), "");
    bench.tunnel("a", local(port, echo.port()));
    for (int attempt = 1; attempt <= 2; attempt++) {
      int before = bench.sshd().connections();
      assertHeld("a", "auth", "Permission denied (publickey)");
      assertThat(bench.sshd().connections()).isEqualTo(before + 1);
    }
    Files.copy(
        bench.sshd().dir().resolve("id.pub"),
        bench.sshd().authorizedKeys(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    bench.expect(0, "up", "a");
    assertThat(bench.status("a").get("failure").isJsonNull()).isTrue();
  }

  @Test
  void an_unknown_host_key_holds() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    bench.tunnel("a", local(port, echo.port()));
    assertHeld("a", "host-key", "ost key");
    assertThat(bench.sshd().knownHosts()).isEmptyFile();
  }

  @Test
  void a_changed_host_key_holds() throws Exception {
    String other = Files.readString(bench.sshd().dir().resolve("id.pub"));
    Files.writeString(
        bench.sshd().knownHosts(), "[127.0.0.1]:%d %s".formatted(bench.sshd().port(), other));
    bench.tunnel("a", local(port, echo.port()));
    assertHeld("a", "host-key", "HAS CHANGED");
  }

  /**
   * ssh goes on then, and opens none of the forwards of its command line, but any that it is asked
   * for later over mux.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "StrictHostKeyChecking no",
        "StrictHostKeyChecking off\nLocalForward /nonexistent/s localhost:1",
        "StrictHostKeyChecking no\nCheckHostIP yes\nUpdateHostKeys ask",
      })
  void a_changed_host_key_holds_though_the_users_config_lets_it_pass(String lines)
      throws Exception {
    anotherKeyIsKnown("");
    bench.userConfig(("Host fixture\n" + lines).split("\n"));
    int remote = Ports.free();
    bench.tunnel(
        "a",
        local(port, echo.port()),
        "remote = \"0:localhost:%d\"".formatted(echo.port()),
        "remote = \"%d:localhost:%d\"".formatted(remote, echo.port()));
    assertHeld("a", "host-key", "HAS CHANGED");
    assertThat(List.of(port, remote)).noneMatch(EchoServer::carries);
    assertThat(bench.sshd().log()).doesNotContain("Accepted publickey");
    assertThat(bench.run("keepalive").status()).isEqualTo(4);
    bench.tunnel("a", local(port, echo.port()), local(remote, echo.port()));
    bench.run("keepalive");
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.sshd().log()).doesNotContain("Accepted publickey");
  }

  @Test
  void a_revoked_host_key_holds_though_the_profile_lets_it_pass() throws Exception {
    anotherKeyIsKnown("@revoked ");
    bench.tunnelWith(
        "a", List.of("[ssh]", "options = [\"StrictHostKeyChecking=no\"]"), local(port, 1));
    assertHeld("a", "host-key", "REVOKED");
    assertThat(bench.sshd().log()).doesNotContain("Accepted publickey");
  }

  /** As by hand: it is learned. */
  @Test
  void an_unknown_host_key_is_taken_where_the_users_config_says_so() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    bench.userConfig("Host fixture", "StrictHostKeyChecking no", "CheckHostIP yes");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().knownHosts()).isNotEmptyFile();
  }

  /** An ssh that starts in spite of it all, as where its configuration changes in between. */
  @Test
  void a_master_that_says_that_it_forwards_nothing_is_ended() throws Exception {
    anotherKeyIsKnown("");
    Path wrapper = Files.createDirectories(bench.dir().resolve("bin")).resolve("ssh");
    Files.writeString(
        wrapper,
        "#!/bin/sh\nPATH=${PATH#*:}\ncase $1 in -f) exec ssh -o StrictHostKeyChecking=no \"$@\";;"
            + " esac\nexec ssh \"$@\"\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    bench.tunnel(
        "a", local(port, echo.port()), "remote = \"0:localhost:%d\"".formatted(echo.port()));
    Map<String, String> first = Map.of("PATH", wrapper.getParent() + ":" + System.getenv("PATH"));
    Run up = bench.launch(first, List.of(), "up", "a").expect(4);
    assertThat(up.err())
        .contains("a: host-key: ")
        .contains("Port forwarding is disabled to avoid man-in-the-middle attacks");
    assertThat(bench.sshd().log()).contains("Accepted publickey");
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.masters()).isEmpty();
    assertThat(EchoServer.carries(port)).isFalse();
  }

  /** Where a command was killed in the start, the next one finds such a master. */
  @Test
  void a_master_that_says_so_is_not_taken_over_nor_is_more_opened_on_it() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Path log;
    try (var logs = Files.find(bench.state(), 5, (path, any) -> path.endsWith("a/log"))) {
      log = logs.findFirst().orElseThrow();
    }
    Files.writeString(
        log,
        "Port forwarding is disabled to avoid man-in-the-middle attacks.\r\n",
        StandardOpenOption.APPEND);
    int more = Ports.free();
    bench.tunnel("a", local(port, echo.port()), "remote = \"%d:localhost:1\"".formatted(more));
    assertThat(bench.expect(4, "keepalive").out()).startsWith("a: up -> held (host-key: ");
    assertThat(bench.masters()).isEmpty();
    assertThat(EchoServer.carries(port)).isFalse();
  }

  private void anotherKeyIsKnown(String marker) throws Exception {
    String other = Files.readString(bench.sshd().dir().resolve("id.pub"));
    String known =
        marker.isEmpty() ? other : Files.readString(bench.sshd().dir().resolve("hostkey.pub"));
    Files.writeString(
        bench.sshd().knownHosts(),
        "%s[127.0.0.1]:%d %s".formatted(marker, bench.sshd().port(), known));
  }

  @Test
  void a_bad_keyword_in_the_users_config_holds_and_is_named() throws Exception {
    bench.userConfig("Host fixture", "NoSuchKeyword yes");
    bench.tunnel("a", local(port, echo.port()));
    assertHeld("a", "config", bench.userConfigFile() + ": line 2: Bad configuration option");
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void a_missing_config_file_holds() throws Exception {
    bench.tunnelWith("a", List.of("[ssh]", "config = \"/nonexistent/config\""), local(port, 1));
    Run up = bench.run("up", "a");
    assertThat(up.status()).as("%s", up).isIn(2, 4);
    assertThat(up.err()).contains("/nonexistent/config");
  }

  @Test
  void a_bad_option_of_the_profile_holds_and_is_named() throws Exception {
    bench.tunnelWith("a", List.of("[ssh]", "options = [\"NoSuchKeyword=yes\"]"), local(port, 1));
    assertHeld("a", "config", "NoSuchKeyword".toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void no_common_algorithm_holds() throws Exception {
    try (Workbench old = Workbench.start("KexAlgorithms curve25519-sha256")) {
      old.tunnelWith(
          "a",
          List.of("[ssh]", "options = [\"KexAlgorithms=diffie-hellman-group14-sha256\"]"),
          local(port, echo.port()));
      assertHeld(old, "a", "negotiation", "no matching key exchange method");
    }
  }

  @Test
  void a_jump_host_that_refuses_the_key_holds_as_auth() throws Exception {
    try (Sshd jump = Sshd.start()) {
      Files.writeString(jump.authorizedKeys(), "");
      viaJump(jump, bench.sshd().port());
      bench.tunnel("a", local(port, echo.port()));
      int before = jump.connections();
      assertHeld("a", "auth", "Permission denied");
      assertThat(jump.connections()).isEqualTo(before + 1);
    }
  }

  @Test
  void a_jump_host_with_an_unknown_key_holds_as_host_key() throws Exception {
    try (Sshd jump = Sshd.start()) {
      Files.writeString(jump.knownHosts(), "");
      viaJump(jump, bench.sshd().port());
      bench.tunnel("a", local(port, echo.port()));
      assertHeld("a", "host-key", "ost key");
    }
  }

  @Test
  void a_jump_host_with_a_changed_key_holds_though_the_users_config_lets_it_pass()
      throws Exception {
    try (Sshd jump = Sshd.start()) {
      String other = Files.readString(jump.dir().resolve("id.pub"));
      Files.writeString(jump.knownHosts(), "[127.0.0.1]:%d %s".formatted(jump.port(), other));
      viaJump(
          jump,
          bench.sshd().port(),
          "Host *",
          "StrictHostKeyChecking no",
          "ExitOnForwardFailure no");
      bench.tunnel("a", local(port, echo.port()));
      assertHeld("a", "host-key", "HAS CHANGED");
      assertThat(bench.sshd().logins()).isZero();
    }
  }

  // --- waiting: it may mend itself

  @Test
  void a_closed_port_waits() throws Exception {
    bench.userConfig("Host fixture", "Port " + Ports.free());
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "refused", "Connection refused");
  }

  @Test
  void a_name_that_does_not_resolve_waits() throws Exception {
    bench.profile("a", "host = \"host.invalid\"", "[[forward]]", local(port, echo.port()));
    assertWaits("a", "dns", "Could not resolve hostname host.invalid");
  }

  @Test
  void a_server_that_never_says_a_word_waits_as_timeout() throws Exception {
    Listener silent = bench.keep(Listener.silent());
    bench.userConfig("Host fixture", "Port " + silent.port());
    bench.tunnelWith("a", List.of("[health]", "timeout = \"1s\""), local(port, echo.port()));
    assertWaits("a", "timeout", "timed out");
  }

  @Test
  void a_server_that_closes_at_once_waits() throws Exception {
    Listener closing = bench.keep(Listener.closing());
    bench.userConfig("Host fixture", "Port " + closing.port());
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "closed", "Connection");
  }

  @Test
  void an_address_that_nothing_routes_to_waits() throws Exception {
    bench.userConfig("Host fixture", "HostName 255.255.255.255");
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "unreachable", "unreachable");
  }

  @Test
  void a_jump_host_that_cannot_reach_the_host_waits_with_the_reason() throws Exception {
    try (Sshd jump = Sshd.start()) {
      viaJump(jump, Ports.free());
      bench.tunnel("a", local(port, echo.port()));
      assertWaits("a", "refused", "Connection refused");
    }
  }

  @Test
  void a_jump_host_that_is_not_there_waits_with_the_reason() throws Exception {
    bench.userConfig(
        "Host fixture",
        "ProxyJump gone",
        "Host gone",
        "HostName 127.0.0.1",
        "Port " + Ports.free());
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "refused", "Connection refused");
  }

  @Test
  void a_proxy_command_that_fails_without_a_word_waits() throws Exception {
    bench.userConfig("Host fixture", "ProxyCommand false");
    bench.tunnel("a", local(port, echo.port()));
    Run up = bench.expect(1, "up", "a");
    assertThat(up.err()).containsPattern("a: (jump|closed): .*");
    assertThat(bench.phase("a")).isEqualTo("waiting");
  }

  /** Its shell numbers its lines as ssh does those of its files. */
  @Test
  void a_proxy_command_of_a_shell_waits_with_the_reason() throws Exception {
    int closed = Ports.free();
    Path script = bench.dir().resolve("proxy");
    Files.writeString(script, "exec 3<>/dev/tcp/127.0.0.1/" + closed + "\n");
    bench.userConfig("Host fixture", "ProxyCommand bash " + quoted(script));
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "refused", script + ": line 1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BindAddress 192.0.2.1", "BindInterface nosuch0"})
  void an_address_or_interface_that_is_not_here_now_waits(String line) throws Exception {
    bench.userConfig("Host fixture", line);
    bench.tunnel("a", local(port, echo.port()));
    assertWaits("a", "unreachable", line.substring(line.indexOf(' ') + 1));
    assertThat(bench.status("a").getAsJsonObject("failure").get("advice").getAsString())
        .contains(line.substring(0, line.indexOf(' ')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CertificateFile ${NOT_SET_HERE}/c | NOT_SET_HERE",
        "CertificateFile ~/%q              | unknown key %q",
      })
  void a_word_in_the_users_config_that_ssh_cannot_expand_holds(String line, String words)
      throws Exception {
    bench.userConfig("Host fixture", line);
    bench.tunnel("a", local(port, echo.port()));
    assertHeld("a", "config", words);
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void a_server_that_freezes_during_the_login_is_given_up() throws Exception {
    bench.tunnelWith(
        "a", List.of("[health]", "timeout = \"1s\"", "alive = \"1s\""), local(port, 1));
    Listener midway = bench.keep(Listener.greeting("SSH-2.0-OpenSSH_9.2\r\n"));
    bench.userConfig("Host fixture", "Port " + midway.port());
    Run up = bench.expect(1, "up", "a");
    assertThat(up.err()).contains("timeout: ").contains("sshd greeted").contains("MTU");
    assertThat(bench.masters()).isEmpty();
  }

  // --- degraded: the connection is there

  @Test
  void a_remote_forward_that_the_server_forbids_degrades() throws Exception {
    try (Workbench strict = Workbench.start("PermitListen none")) {
      int remote = Ports.free();
      strict.tunnel(
          "a",
          "remote = \"%d:localhost:%d\"".formatted(remote, echo.port()),
          local(port, echo.port()));
      Run up = strict.expect(1, "up", "a");
      assertThat(up.err()).contains("remote-refused").contains("PermitListen");
      assertThat(strict.phase("a")).isEqualTo("degraded");
      assertThat(EchoServer.carries(port)).isTrue();
      JsonObject status = strict.status("a");
      assertThat(forward(status, 0).get("phase").getAsString()).isEqualTo("down");
      assertThat(kind(forward(status, 0))).isEqualTo("remote-refused");
      assertThat(kind(status)).isEqualTo("remote-refused");
      assertThat(forward(status, 1).get("phase").getAsString()).isEqualTo("up");
    }
  }

  @Test
  void a_remote_socket_in_a_folder_that_is_not_there_degrades() throws Exception {
    bench.tunnel("a", "remote = \"/nonexistent/s:localhost:%d\"".formatted(echo.port()));
    assertThat(bench.expect(1, "up", "a").err()).contains("remote-refused");
    assertThat(bench.phase("a")).isEqualTo("degraded");
  }

  @Test
  void a_local_socket_in_a_folder_that_is_not_there_degrades() throws Exception {
    bench.tunnel("a", "local = \"/nonexistent/s:localhost:%d\"".formatted(echo.port()));
    assertThat(bench.expect(1, "up", "a").err())
        .contains("config: ")
        .contains("No such file or directory")
        .contains("mkdir -p /nonexistent");
    assertThat(bench.phase("a")).isEqualTo("degraded");
  }

  /** ssh names no port then, and is content where it has another forward. */
  @Test
  void a_bind_address_that_does_not_resolve_degrades() throws Exception {
    bench.tunnel(
        "a",
        local(port, echo.port()),
        "local = \"host.invalid:%d:localhost:1\"\nexpose = true".formatted(Ports.free()));
    assertThat(bench.expect(1, "up", "a").err())
        .contains("config: ")
        .contains("the bind address host.invalid is not found");
    assertThat(bench.phase("a")).isEqualTo("degraded");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  /** sshd lets one in, refuses every forward, and runs nothing but passwd(1). */
  @Test
  void a_password_that_has_to_be_changed_is_told_for_what_it_is() throws Exception {
    try (Workbench strict =
        Workbench.start(
            "PermitListen none",
            "ForceCommand echo 'WARNING: Your password has expired.' >&2;"
                + " echo 'Password change required but no TTY available.' >&2; exit 1")) {
      strict.tunnel("a", "remote = \"%d:localhost:1\"".formatted(Ports.free()));
      assertThat(strict.expect(1, "up", "a").err())
          .contains("auth: ")
          .contains("the password on fixture has to be changed");
      assertThat(strict.phase("a")).isEqualTo("degraded");
    }
  }

  @Test
  void a_server_that_forbids_all_sessions_still_carries_a_tunnel() throws Exception {
    try (Workbench strict = Workbench.start("ForceCommand /bin/false", "PermitTTY no")) {
      strict.tunnel("a", local(port, echo.port()));
      strict.expect(0, "up", "a");
      assertThat(EchoServer.carries(port)).isTrue();
    }
  }

  @Test
  void one_failure_stops_no_other_tunnel() throws Exception {
    bench.tunnel("good", local(port, echo.port()));
    bench.profile("lost", "host = \"host.invalid\"", "[[forward]]", local(Ports.free(), 1));
    bench.expect(1, "up", "--all");
    assertThat(bench.phase("good")).isEqualTo("up");
    assertThat(bench.phase("lost")).isEqualTo("waiting");
  }

  @Test
  void of_several_outcomes_the_gravest_is_the_exit_status() throws Exception {
    bench.userConfig("Host held", "NoSuchKeyword yes");
    bench.tunnel("good", local(port, echo.port()));
    bench.profile("held", "host = \"held\"", "[[forward]]", local(Ports.free(), 1));
    bench.profile("lost", "host = \"host.invalid\"", "[[forward]]", local(Ports.free(), 1));
    bench.run("up", "--all");
    bench.userConfig();
    Files.writeString(bench.sshd().authorizedKeys(), "");
    bench.expect(4, "restart", "--all");
    bench.profile("broken", "host =");
    bench.expect(2, "up", "--all");
  }

  @Test
  void down_lifts_a_failure() throws Exception {
    bench.userConfig("Host fixture", "Port " + Ports.free());
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(1, "up", "a");
    bench.expect(0, "down", "a");
    JsonObject status = bench.status("a");
    assertThat(status.get("phase").getAsString()).isEqualTo("down");
    assertThat(status.get("failure").isJsonNull()).isTrue();
    assertThat(status.get("retry_at").isJsonNull()).isTrue();
  }

  private void viaJump(Sshd jump, int inner, String... more) throws Exception {
    List<String> lines =
        List.of(
            "Host fixture",
            "ProxyJump jump",
            "Port " + inner,
            "Host jump",
            "HostName 127.0.0.1",
            "Port " + jump.port(),
            "IdentityFile " + quoted(jump.clientKey()),
            "IdentitiesOnly yes",
            "IdentityAgent none",
            "UserKnownHostsFile " + quoted(jump.knownHosts()));
    bench.userConfig(Stream.concat(lines.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private void assertHeld(String name, String kind, String words) {
    assertHeld(bench, name, kind, words);
  }

  private static void assertHeld(Workbench bench, String name, String kind, String words) {
    Run up = bench.expect(4, "up", name);
    assertFailed(bench, up, name, kind, words);
    JsonObject status = bench.status(name);
    assertThat(status.get("phase").getAsString()).isEqualTo("held");
    assertThat(status.get("retry_at").isJsonNull()).isTrue();
  }

  private void assertWaits(String name, String kind, String words) {
    Run up = bench.expect(1, "up", name);
    assertFailed(bench, up, name, kind, words);
    JsonObject status = bench.status(name);
    assertThat(status.get("phase").getAsString()).isEqualTo("waiting");
    Instant due = Instant.parse(status.get("retry_at").getAsString());
    Instant failed = Instant.parse(status.getAsJsonObject("failure").get("at").getAsString());
    assertThat(due).isBetween(failed, failed.plusSeconds(3));
  }

  private static void assertFailed(
      Workbench bench, Run up, String name, String kind, String words) {
    assertThat(up.err()).contains(name + ": " + kind + ": ").contains(words);
    JsonObject status = bench.status(name);
    assertThat(status.get("wanted").getAsString()).isEqualTo("up");
    assertThat(status.get("pid").isJsonNull()).isTrue();
    JsonObject failure = status.getAsJsonObject("failure");
    assertThat(failure.keySet()).containsExactly("kind", "message", "advice", "at");
    assertThat(failure.get("kind").getAsString()).isEqualTo(kind);
    assertThat(failure.get("message").getAsString()).contains(words).doesNotContain("\n");
    assertThat(failure.get("advice").getAsString()).isNotBlank().doesNotContain("\n");
    assertThat(up.err()).contains(failure.get("advice").getAsString());
    assertThat(ProcessTable.naming(bench.state() + "/")).isEmpty();
    assertThat(bench.run("status", name).status()).isEqualTo(3);
  }

  private static JsonObject forward(JsonObject status, int index) {
    return status.getAsJsonArray("forwards").get(index).getAsJsonObject();
  }

  private static String kind(JsonObject failed) {
    return failed.getAsJsonObject("failure").get("kind").getAsString();
  }
}
