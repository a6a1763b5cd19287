package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;
import static tunnels.fixture.Workbench.quoted;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Pty;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** A person at a terminal: what ssh asks, what is shown, and what must not reach it. */
@Timeout(60)
class TerminalIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void ssh_may_ask_about_an_unknown_host_key() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    bench.tunnel("a", local(port, echo.port()));
    Pty pty = Pty.run(bench, Map.of(), "up", "a");
    pty.shows("(yes/no/[fingerprint])?");
    pty.type("yes\n");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().knownHosts()).isNotEmptyFile();
  }

  @Test
  void ssh_may_ask_for_a_passphrase_and_takes_its_time() throws Exception {
    lockKey();
    bench.tunnelWith("a", List.of("[health]", "timeout = \"1s\""), local(port, echo.port()));
    Pty pty = Pty.run(bench, Map.of(), "up", "a");
    pty.shows("Enter passphrase for key");
    pty.type("wrong\n");
    await().until(() -> pty.shown().split("Enter passphrase for key", -1).length == 3);
    pty.type("correct horse\n");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void of_several_tunnels_ssh_asks_for_one_after_the_other() throws Exception {
    lockKey();
    int other = Ports.free();
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(other, echo.port()));
    Pty pty = Pty.run(bench, Map.of(), "up", "--all");
    pty.shows("Enter passphrase for key");
    assertThat(bench.masters()).hasSize(1);
    pty.type("correct horse\n");
    await().until(() -> pty.shown().split("Enter passphrase for key", -1).length == 3);
    pty.type("correct horse\n");
    assertThat(pty.finish()).as(pty.shown()).isZero();
    assertThat(List.of(port, other)).allMatch(EchoServer::carries);
  }

  @Test
  void an_interrupt_at_the_prompt_leaves_nothing_behind() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    bench.tunnel("a", local(port, echo.port()));
    Pty pty = Pty.run(bench, Map.of(), "up", "a");
    pty.shows("(yes/no/[fingerprint])?");
    pty.type("\u0003");
    assertThat(pty.finish()).isNotZero();
    await().until(() -> ProcessTable.naming(bench.state() + "/").isEmpty());
    assertThat(bench.phase("a")).isNotEqualTo("up");
    bench.expect(4, "up", "a");
    assertThat(bench.sockets()).isEmpty();
  }

  /** SIGQUIT: Java would print what its threads do. */
  @Test
  void a_quit_at_the_prompt_prints_no_dump() throws Exception {
    Files.writeString(bench.sshd().knownHosts(), "");
    bench.tunnel("a", local(port, echo.port()));
    Pty pty = Pty.run(bench, Map.of(), "up", "a");
    pty.shows("(yes/no/[fingerprint])?");
    pty.type("\u001c");
    pty.type("\u0003");
    assertThat(pty.finish()).as(pty.shown()).isNotZero();
    assertThat(pty.shown()).doesNotContain("thread dump", "prio=", "Exception");
    await().until(() -> ProcessTable.naming(bench.state() + "/").isEmpty());
  }

  @Test
  void without_a_terminal_nobody_is_asked() throws Exception {
    lockKey();
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.launch("up", "a").expect(4).err()).contains("auth: ");
  }

  @Test
  void an_askpass_program_is_asked_where_that_is_forced() throws Exception {
    lockKey();
    Path askpass = bench.dir().resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho correct horse\n");
    assertThat(askpass.toFile().setExecutable(true)).isTrue();
    bench.tunnel("a", local(port, echo.port()));
    bench
        .launch(
            Map.of("SSH_ASKPASS", askpass.toString(), "SSH_ASKPASS_REQUIRE", "force"),
            List.of(),
            "up",
            "a")
        .expect(0);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void colours_are_for_terminals_and_never_with_no_color() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    Pty colours = Pty.run(bench, Map.of(), "status");
    assertThat(colours.finish()).isZero();
    assertThat(colours.shown()).contains("\u001b[");
    Pty plain = Pty.run(bench, Map.of("NO_COLOR", "1"), "status");
    assertThat(plain.finish()).isZero();
    assertThat(plain.shown()).contains("NAME").doesNotContain("\u001b");
  }

  @Test
  void the_usage_is_shown_as_it_is_meant() throws Exception {
    Pty pty = Pty.run(bench, Map.of());
    assertThat(pty.finish()).isEqualTo(2);
    assertThat(pty.shown()).contains("Usage: tunnels [").doesNotContain("\\x1b");
  }

  private void lockKey() throws Exception {
    var keygen =
        new ProcessBuilder(
            "ssh-keygen",
            "-q",
            "-p",
            "-P",
            "",
            "-N",
            "correct horse",
            "-f",
            bench.sshd().clientKey().toString());
    keygen.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    assertThat(keygen.start().waitFor()).isZero();
  }

  // --- what a terminal would obey

  @Test
  void control_characters_of_a_profile_never_reach_the_terminal() throws Exception {
    bench.profile(
        "a",
        "host = \"fixture\"",
        "description = \"\\u001b]0;owned\\u0007 \\u009b31m \\u202Egnp.exe\"",
        "[[forward]]",
        local(port, echo.port()),
        "label = \"\\u001b[2J\\u202E\"");
    for (String command : List.of("check", "show", "up", "status", "restart", "down")) {
      assertHarmless(command.equals("check") ? bench.run(command) : bench.run(command, "a"));
    }
    Run json = bench.expect(0, "status", "--json");
    assertHarmless(json);
    assertThat(JsonParser.parseString(json.out()).isJsonArray()).isTrue();
  }

  @Test
  void control_characters_in_a_broken_profile_never_reach_the_terminal() throws Exception {
    bench.profile("a", "host = \"fix\\u001b[31mture\"", "\u001b[31mkey = \"\u009b2J\"");
    bench.profile("b", "host = \"fixture\"", "\"\\u001b[2J\" = 1", "tags = [\"\\u202e\"]");
    assertHarmless(bench.expect(2, "check"));
    assertHarmless(bench.expect(2, "up", "--all"));
    assertHarmless(bench.expect(2, "up", "\u001b[31m"));
    assertHarmless(bench.expect(2, "up", "@\u001b[31m"));
    assertHarmless(bench.expect(2, "\u001b[31m"));
  }

  @Test
  void control_characters_of_a_server_never_reach_the_terminal() throws Exception {
    Path evil = bench.dir().resolve("evil");
    Files.writeString(
        evil, "#!/bin/sh\nprintf '\\033]0;owned\\007 \\302\\23331m \\342\\200\\256 gone\\n' >&2\n");
    assertThat(evil.toFile().setExecutable(true)).isTrue();
    bench.userConfig("Host fixture", "ProxyCommand " + quoted(evil));
    bench.tunnel("a", local(port, echo.port()));
    Run up = bench.expect(1, "up", "a");
    assertThat(up.err()).contains("gone");
    assertHarmless(up);
    assertHarmless(bench.run("status", "a"));
    Run json = bench.expect(0, "status", "--json");
    assertHarmless(json);
    assertThat(bench.status("a").getAsJsonObject("failure").get("message").getAsString())
        .contains("gone");
  }

  @Test
  void a_banner_of_the_server_never_reaches_the_terminal_raw() throws Exception {
    Path banner = Files.createTempFile(Path.of("/tmp"), "banner", "");
    Files.writeString(banner, "\u001b]0;owned\u0007\u202e\n");
    try (Workbench loud = Workbench.start("Banner " + banner)) {
      loud.tunnel("a", local(port, echo.port()));
      assertHarmless(loud.expect(0, "up", "a"));
      Files.writeString(loud.sshd().authorizedKeys(), "");
      assertHarmless(loud.expect(4, "restart", "a"));
      assertHarmless(loud.run("status"));
    } finally {
      Files.delete(banner);
    }
  }

  private static void assertHarmless(Run run) {
    assertThat(run.out() + run.err()).isNotEmpty();
    for (String text : List.of(run.out(), run.err())) {
      assertThat(text.codePoints().filter(TerminalIT::isObeyed).toArray()).as(text).isEmpty();
    }
  }

  private static boolean isObeyed(int point) {
    return point != '\n'
        && (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
  }
}
