package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** {@code logs}: what ssh said and what was decided, with times, and bounded. */
@Timeout(60)
class LogsIT {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ ";
  private static final int KIB = 1024;

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void decisions_and_the_words_of_ssh_are_shown_with_times() throws Exception {
    int dead = Ports.free();
    bench.tunnel("a", local(port, echo.port()), local(dead, Ports.free()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(dead)).as("nobody listens at its target").isFalse();
    awaitRaw("connect failed: Connection refused");
    kill();
    bench.expect(0, "keepalive");
    bench.expect(0, "down", "a");

    List<String> lines = bench.expect(0, "logs", "a").out().lines().toList();
    assertThat(lines).allMatch(line -> line.matches(TIME + ".+"));
    assertThat(lines.stream().map(line -> line.replaceFirst(TIME, "")))
        .containsSubsequence(
            "a: down -> starting",
            "a: starting -> up",
            "a: up -> down (closed: the ssh process is gone)",
            "a: down -> starting",
            "a: starting -> up",
            "a: up -> down")
        .anyMatch(line -> line.matches("ssh: channel \\d+: open failed: connect failed: .+"));
  }

  @Test
  void an_up_without_trouble_logs_nothing_but_decisions() throws Exception {
    bench.tunnel("a", local(port, echo.port()), "remote = \"0:localhost:1\"");
    bench.expect(0, "up", "a");
    bench.expect(0, "keepalive");
    List<String> said =
        bench.expect(0, "logs", "a").out().lines().filter(line -> line.contains(" ssh: ")).toList();
    assertThat(said).allMatch(line -> line.contains("Allocated port"));
  }

  @Test
  void the_words_of_a_refusal_are_there() throws Exception {
    Files.writeString(bench.sshd().authorizedKeys(), "");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(4, "up", "a");
    assertThat(bench.expect(0, "logs", "a").out())
        .containsPattern("(?m)^" + TIME + "ssh: .*Permission denied \\(publickey\\)")
        .containsPattern("(?m)^" + TIME + "a: starting -> held \\(auth: ");
  }

  @Test
  void so_many_lines_are_shown_as_are_asked_for() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    for (int round = 0; round < 3; round++) {
      bench.expect(0, "up", "a");
      bench.expect(0, "down", "a");
    }
    List<String> all = bench.expect(0, "logs", "a").out().lines().toList();
    assertThat(bench.expect(0, "logs", "-n", "2", "a").out().lines())
        .containsExactlyElementsOf(all.subList(all.size() - 2, all.size()));
    assertThat(bench.expect(0, "logs", "a", "-n", "1").out()).hasLineCount(1);
    assertThat(bench.expect(0, "logs", "-n", "0", "a").out()).isEmpty();
    bench.expect(2, "logs", "-n", "-1", "a");
    bench.expect(2, "logs", "-n", "x", "a");
  }

  @Test
  void of_a_shared_connection_it_is_the_tunnels_own_lines_that_are_counted() throws Exception {
    List<String> shared = List.of("[ssh]", "connection = \"shared\"");
    bench.tunnelWith("a", shared, local(port, echo.port()));
    bench.tunnelWith("b", shared, local(Ports.free(), echo.port()));
    bench.expect(0, "up", "a");
    for (int round = 0; round < 3; round++) {
      bench.expect(0, "up", "b");
      bench.expect(0, "down", "b");
    }
    assertThat(bench.expect(0, "logs", "-n", "2", "a").out())
        .contains("a: starting -> up")
        .doesNotContain("b: ");
    assertThat(bench.expect(0, "logs", "b").out()).contains("b: ").doesNotContain("a: ");
  }

  @Test
  void following_shows_what_comes_until_it_is_ended() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Launched logs = bench.launch("logs", "-f", "a");
    await().until(() -> logs.out().contains("a: starting -> up"));
    kill();
    bench.expect(0, "keepalive");
    await().until(() -> logs.out().contains("a: up -> down (closed: "));
    await().until(() -> logs.out().split("a: starting -> up", -1).length == 3);

    append("a word of ssh\r\n");
    await().until(() -> logs.out().contains(" ssh: a word of ssh\n"));
    assertThat(logs.isAlive()).isTrue();
    logs.kill();
    assertThat(logs.out()).doesNotContain("\r").containsOnlyOnce("a word of ssh");
  }

  @Test
  void what_is_followed_goes_on_when_the_file_is_begun_anew() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Launched logs = bench.launch("logs", "-f", "-n", "1", "a");
    await().until(() -> !logs.out().isEmpty());
    for (int part = 0; part < 12; part++) {
      append(("line of part " + part + "\n").repeat(60 * KIB / 15));
      bench.expect(0, "keepalive");
    }
    append("the last word\n");
    await().until(() -> logs.out().contains("ssh: the last word"));
    logs.kill();
  }

  @Test
  void what_ssh_writes_is_bounded() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    for (int part = 0; part < 20; part++) {
      append("x".repeat(99).concat("\n").repeat(10 * KIB));
      bench.expect(0, "keepalive");
      assertThat(connectionFiles()).allSatisfy(LogsIT::isBounded);
    }
    append("the last word\n");
    assertThat(bench.expect(0, "logs", "-n", "1", "a").out()).endsWith("ssh: the last word\n");
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  private static void isBounded(Path file) throws IOException {
    assertThat(Files.size(file)).as("%s", file).isLessThan(700L * KIB);
  }

  @Test
  void a_tunnel_that_nobody_knows_gets_a_suggestion() throws Exception {
    bench.tunnel("hpc-socks", local(port, echo.port()));
    assertThat(bench.expect(2, "logs", "hpc-sock").err()).contains("did you mean \"hpc-socks\"");
    assertThat(bench.expect(0, "logs", "hpc-socks")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void no_valid_profile_is_needed() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.profile("a", "host = ");
    assertThat(bench.expect(0, "logs", "a").out()).contains("a: starting -> up");
    bench.expect(0, "down", "a");
    Files.delete(bench.profileFile("a"));
    assertThat(bench.expect(0, "logs", "a").out()).contains("a: starting -> up");
  }

  @Test
  void nothing_in_them_commands_a_terminal() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    append("\u001b]0;owned\u0007 \u009b31m\n");
    assertThat(bench.expect(0, "logs", "a").out())
        .contains("owned")
        .doesNotContain("\u001b")
        .doesNotContain("\u0007")
        .doesNotContain("\u009b");
  }

  private void kill() {
    ProcessTable.signal("KILL", bench.pid("a"));
    await().until(() -> bench.masters().isEmpty());
  }

  /** As ssh does. */
  private void append(String text) throws IOException {
    Files.writeString(raw(), text, StandardOpenOption.APPEND);
  }

  private void awaitRaw(String text) throws IOException {
    Path raw = raw();
    await().until(() -> Workbench.text(raw).contains(text));
  }

  private Path raw() throws IOException {
    return bench.machine().resolve("connections/a/log");
  }

  private List<Path> connectionFiles() throws IOException {
    try (Stream<Path> files = Files.list(bench.machine().resolve("connections/a"))) {
      return files.toList();
    }
  }
}
