package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;
import tunnels.openssh.MuxConnection;
import tunnels.openssh.MuxForward;
import tunnels.profile.Forward;

/** Commands that are killed, and masters that outlive them. */
@Timeout(60)
class AdoptionIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private final Path here = bench.dir().resolve("here");
  private final Path there = bench.dir().resolve("there");

  /** What can be seen from outside while {@code up} is at work, in this order. */
  private enum Instant {
    WANTED,
    RECORDED,
    SSH_RUNS,
    CONNECTED,
    LOGGED_IN,
    CONTROL_SOCKET,
    LISTENS,
    PROVEN
  }

  @ParameterizedTest
  @EnumSource
  void an_up_that_is_killed_is_finished_by_the_next_keepalive(Instant instant) throws Exception {
    every();
    kill(instant, bench.launch("up", "a"));
    bench.expect(0, "keepalive");
    assertOneMaster(1);
    assertSilent(bench.expect(0, "keepalive"));
    assertOneMaster(1);
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(List.of(here, there)).noneMatch(Files::exists);
  }

  @ParameterizedTest
  @EnumSource(
      value = Instant.class,
      names = {"RECORDED", "SSH_RUNS", "LOGGED_IN", "CONTROL_SOCKET"})
  void a_keepalive_that_is_killed_is_finished_by_the_next(Instant instant) throws Exception {
    every();
    bench.expect(0, "up", "a");
    bench.expect(0, "down", "a");
    bench.profile("a", withAutostart());
    Files.delete(bench.machine().resolve("wanted/a.down"));
    Files.delete(bench.machine().resolve("connections/a/record.json"));
    Files.delete(bench.sshd().dir().resolve("sshd.log"));
    bench.sshd().stop();
    bench.sshd().startAgain();
    kill(instant, bench.launch("keepalive"));
    bench.expect(0, "keepalive");
    assertOneMaster(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Instant.class,
      names = {"SSH_RUNS", "LOGGED_IN", "CONTROL_SOCKET"})
  void a_down_after_a_killed_up_leaves_nothing(Instant instant) throws Exception {
    every();
    kill(instant, bench.launch("up", "a"));
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(EchoServer.carries(port)).isFalse();
    assertSilent(bench.expect(0, "keepalive"));
    bench.insistOnNothingLeft();
  }

  @Test
  void a_profile_that_is_deleted_after_its_record_was_lost_is_taken_down() throws Exception {
    every();
    bench.expect(0, "up", "a");
    Files.delete(file("connections/a/record.json"));
    bench.expect(0, "keepalive");
    assertOneMaster(1);
    Files.delete(bench.profileFile("a"));
    assertThat(bench.expect(0, "keepalive").out()).contains("a: up -> down");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_down_that_is_killed_is_finished_by_the_next_keepalive() throws Exception {
    every();
    bench.expect(0, "up", "a");
    Launched down = bench.launch("down", "a");
    poll(() -> !down.isAlive() || Files.exists(file("wanted/a.down")));
    down.kill();
    bench.expect(0, "keepalive");
    bench.insistOnNothingLeft();
    assertThat(List.of(here, there)).noneMatch(Files::exists);
  }

  /** One that was killed while it asked the peer has left a forward on the master. */
  @Test
  void a_question_that_was_cut_short_is_asked_again() throws Exception {
    every();
    bench.expect(0, "up", "a");
    Path control = Path.of(bench.status("a").get("control_socket").getAsString());
    Path scratch = Path.of(control + ".p");
    try (MuxConnection mux = MuxConnection.connect(control, Duration.ofSeconds(5))) {
      mux.open(
          new MuxForward(
              Forward.Kind.LOCAL,
              scratch.toString(),
              MuxForward.UNIX,
              "/nonexistent",
              MuxForward.UNIX));
    }
    Path record = file("connections/a/record.json");
    String unproven = record().replace("\"proven\":true", "\"proven\":false");
    Files.writeString(record, unproven);
    bench.expect(0, "keepalive");
    assertOneMaster(1);
    assertThat(bench.sockets()).containsExactly(control);
  }

  @Test
  void a_profile_that_was_changed_while_nobody_looked_is_what_is_taken_over() throws Exception {
    every();
    kill(Instant.LOGGED_IN, bench.launch("up", "a"));
    int added = Ports.free();
    bench.tunnel("a", remoteSocket(), local(added, echo.port()));
    bench.expect(0, "keepalive");
    assertThat(EchoServer.carries(added)).isTrue();
    assertThat(EchoServer.carries(UnixDomainSocketAddress.of(there))).isTrue();
    assertThat(EchoServer.carries(port)).isFalse();
    assertThat(here).doesNotExist();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_profile_that_was_deleted_meanwhile_is_taken_down() throws Exception {
    every();
    kill(Instant.LOGGED_IN, bench.launch("up", "a"));
    Files.delete(bench.profileFile("a"));
    bench.expect(0, "keepalive");
    bench.insistOnNothingLeft();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  // --- a master that is up, and whose profile changed

  @Test
  void forwards_are_added_and_removed_on_the_living_master() throws Exception {
    int removed = Ports.free();
    int added = Ports.free();
    bench.tunnel("a", local(port, echo.port()), local(removed, echo.port()), localSocket());
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    Conversation open = bench.keep(Conversation.on(port));
    assertThat(open.says("before")).isTrue();

    bench.tunnel("a", local(port, echo.port()), local(added, echo.port()), remoteSocket());
    bench.expect(0, "keepalive");
    assertThat(open.says("after")).isTrue();
    assertThat(EchoServer.carries(added)).isTrue();
    assertThat(EchoServer.carries(UnixDomainSocketAddress.of(there))).isTrue();
    assertThat(EchoServer.carries(removed)).isFalse();
    assertThat(here).doesNotExist();
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertSilent(bench.expect(0, "keepalive"));
  }

  @Test
  void a_changed_setting_of_the_connection_restarts_it_once() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    bench.tunnelWith(
        "a", List.of("[ssh]", "options = [\"Compression=yes\"]"), local(port, echo.port()));
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: restarted\n");
    assertThat(bench.pid("a")).isNotEqualTo(pid);
    assertThat(ProcessTable.naming("Compression=yes")).hasSize(1);
    assertOneMasterOf(2);
    assertSilent(bench.expect(0, "keepalive"));
    assertOneMasterOf(2);
  }

  // --- small words

  private void every() throws IOException {
    bench.tunnel("a", local(port, echo.port()), localSocket(), remoteSocket());
  }

  private String[] withAutostart() throws IOException {
    return Stream.concat(
            Stream.of("autostart = true"), Files.readAllLines(bench.profileFile("a")).stream())
        .toArray(String[]::new);
  }

  private String localSocket() {
    return "local = \"%s:localhost:%d\"".formatted(here, echo.port());
  }

  private String remoteSocket() {
    return "remote = \"%s:localhost:%d\"".formatted(there, echo.port());
  }

  private void kill(Instant instant, Launched command) throws InterruptedException {
    poll(() -> !command.isAlive() || isPast(instant));
    command.kill();
  }

  private boolean isPast(Instant instant) throws IOException {
    return switch (instant) {
      case WANTED -> Files.exists(file("wanted/a.up"));
      case RECORDED -> record().contains("\"socket\"");
      case SSH_RUNS -> !bench.masters().isEmpty();
      case CONNECTED -> bench.sshd().connections() > 1;
      case LOGGED_IN -> bench.sshd().logins() > 0;
      case CONTROL_SOCKET -> !bench.sockets().isEmpty();
      case LISTENS -> Files.exists(there);
      case PROVEN -> record().contains("\"proven\":true");
    };
  }

  private String record() throws IOException {
    return Workbench.text(file("connections/a/record.json"));
  }

  /** A file of the state directory, there or not. */
  private Path file(String name) throws IOException {
    return bench.machine().resolve(name);
  }

  private static void poll(Callable<Boolean> condition) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }

  private void assertOneMaster(int logins) {
    assertThat(EchoServer.carries(UnixDomainSocketAddress.of(here))).isTrue();
    assertThat(EchoServer.carries(UnixDomainSocketAddress.of(there))).isTrue();
    assertOneMasterOf(logins);
  }

  private void assertOneMasterOf(int logins) {
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(logins);
  }

  private static void assertSilent(Run run) {
    assertThat(run.out() + run.err()).as("%s", run).isEmpty();
  }
}
