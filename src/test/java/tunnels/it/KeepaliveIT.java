package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Installation;
import tunnels.fixture.Later;
import tunnels.fixture.Launched;
import tunnels.fixture.Listener;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Slept;
import tunnels.fixture.Socks;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** The pass from cron: what it brings back, what it leaves alone, and what it says. */
@Timeout(120)
class KeepaliveIT {

  private static final List<String> QUICK =
      List.of("[retry]", "first = \"200ms\"", "max = \"200ms\"");
  private static final List<String> SLOW = List.of("[retry]", "first = \"1h\"", "max = \"1h\"");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  /** A machine without a clock of its own has it set some time after it has begun. */
  @Test
  void a_wait_of_before_the_clock_was_set_back_is_no_longer_than_the_profile_allows()
      throws Exception {
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    bench.sshd().stop();
    bench.launch(Slept.class, bench.dir().toString(), "up", "a").expect(1); // an hour ahead
    JsonObject waiting = bench.status("a");
    assertThat(waiting.get("phase").getAsString()).isEqualTo("waiting");
    assertThat(Instant.parse(waiting.get("retry_at").getAsString()))
        .isBefore(Instant.now().plusSeconds(60));

    bench.sshd().startAgain();

    await().atMost(Duration.ofSeconds(20)).until(() -> bench.run("keepalive").status() == 0);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  /** Else a command that is cut short every minute would log in every minute. */
  @Test
  void a_start_whose_command_was_killed_counts_as_the_attempt_that_it_was() throws Exception {
    Listener slow = bench.keep(Listener.greeting("SSH-2.0-slow\r\n"));
    bench.userConfig("Host slow", "  HostName 127.0.0.1", "  Port " + slow.port());
    List<String> profile =
        new ArrayList<>(List.of("host = \"slow\"", "autostart = true", "[[forward]]"));
    profile.add(local(port, echo.port()));
    profile.addAll(SLOW);
    bench.profile("a", profile.toArray(String[]::new));
    Launched killed = bench.launch("keepalive");
    await().until(() -> !bench.masters().isEmpty());
    killed.kill();
    JsonObject starting = bench.status("a");
    assertThat(starting.get("phase").getAsString()).as("%s", starting).isEqualTo("starting");
    assertThat(starting.get("failure").isJsonNull()).as("%s", starting).isTrue();

    bench.expect(1, "keepalive");

    assertThat(bench.phase("a")).isEqualTo("waiting");
    assertThat(bench.masters()).isEmpty();
    bench.expect(1, "keepalive");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void a_start_that_failed_is_promised_no_other_where_nothing_makes_one() throws Exception {
    String nothing = "nothing here tries again: `tunnels up a`, or `tunnels install cron`";
    bench.userConfig("Host fixture", "Port " + Ports.free());
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.expect(1, "up", "a").err()).contains(nothing);
    assertThat(bench.expect(0, "status").err()).contains(nothing);

    bench.expect(1, "keepalive");

    assertThat(bench.expect(1, "up", "a").err()).doesNotContain("tries again");
    assertThat(bench.expect(0, "status").err()).isEmpty();
  }

  // --- what comes back

  @Test
  void all_seven_kinds_come_back_by_one_keepalive_in_an_empty_environment() throws Exception {
    Installation installed = Installation.in(bench.dir().resolve("installed"));
    Seven seven = new Seven();
    bench.tunnel("all", seven.forwards());
    bench.expect(0, "up", "all");
    int picked = seven.pickedPort();
    seven.assertCarry();

    for (int round = 1; round <= 2; round++) {
      kill("all");
      await().until(seven::isReleasedByTheServer);
      Run healed = installed.launch(bench, "keepalive").expect(0);
      assertThat(healed.out()).isEqualTo("all: restarted (closed: the ssh process is gone)\n");
      assertThat(healed.err()).isEmpty();
      seven.assertCarry();
      assertThat(seven.pickedPort()).isEqualTo(picked);
      assertThat(bench.masters()).containsExactly(bench.pid("all"));
      assertThat(bench.sockets()).hasSize(1);
      assertThat(listeningFiles()).containsExactlyInAnyOrder(seven.here, seven.there);
      assertThat(bench.sshd().logins()).isEqualTo(1 + round);
      assertThat(bench.status("all").get("restarts").getAsInt()).isEqualTo(round);
    }

    assertSilent(installed.launch(bench, "keepalive").expect(0));
    assertThat(bench.sshd().logins()).isEqualTo(3);
  }

  /** One forward of each kind. */
  private final class Seven {
    private final HttpPage page = bench.keep(new HttpPage("a page"));
    private final Path here = bench.dir().resolve("here");
    private final Path there = bench.dir().resolve("there");
    private final int remote = Ports.free();
    private final int socks = Ports.free();
    private final int dynamic = Ports.free();

    String[] forwards() {
      int target = echo.port();
      return new String[] {
        "remote = \"0:localhost:" + target + "\"",
        local(port, target),
        "local = \"%s:localhost:%d\"".formatted(here, target),
        "remote = \"%d:localhost:%d\"".formatted(remote, target),
        "remote = \"%s:localhost:%d\"".formatted(there, target),
        "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(socks, page.port()),
        "dynamic = \"" + dynamic + "\"",
      };
    }

    void assertCarry() throws IOException {
      assertThat(List.of(port, remote, pickedPort())).allMatch(EchoServer::carries);
      assertThat(List.of(here, there)).allMatch(KeepaliveIT::carries);
      for (int proxy : List.of(socks, dynamic)) {
        assertThat(Socks.on(proxy).get("localhost", page.port(), "/"))
            .get()
            .asString()
            .endsWith("a page");
      }
    }

    int pickedPort() {
      JsonObject first = bench.status("all").getAsJsonArray("forwards").get(0).getAsJsonObject();
      String listen = first.get("listen").getAsString();
      return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /** The far end of a killed ssh sees its death a moment later. */
    boolean isReleasedByTheServer() {
      return Stream.of(remote, socks).allMatch(KeepaliveIT::refuses) && !carries(there);
    }
  }

  private List<Path> listeningFiles() throws IOException {
    try (Stream<Path> files = Files.list(bench.dir())) {
      return files.filter(KeepaliveIT::isSocket).toList();
    }
  }

  private static boolean isSocket(Path file) {
    return !Files.isDirectory(file) && !Files.isRegularFile(file);
  }

  @Test
  void what_is_up_is_left_alone_without_a_word() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    for (int round = 0; round < 3; round++) {
      assertSilent(bench.expect(0, "keepalive"));
    }
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.sshd().connections()).isEqualTo(connectionsOf(1));
  }

  @Test
  void nothing_to_do_is_done_without_a_word() {
    assertSilent(bench.expect(0, "keepalive"));
  }

  @Test
  void a_missing_forward_comes_back_without_a_login() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    try (EchoServer foreign = EchoServer.everywhere(port)) {
      bench.expect(1, "up", "a");
      assertSilent(bench.expect(1, "keepalive"));
      assertThat(foreign.port()).isEqualTo(port);
    }
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: degraded -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void tunnels_of_one_connection_come_back_with_one_login() throws Exception {
    int other = Ports.free();
    List<String> shared = List.of("[ssh]", "connection = \"shared\"");
    bench.tunnelWith("a", shared, local(port, echo.port()));
    bench.tunnelWith("b", shared, local(other, echo.port()));
    bench.expect(0, "up", "--all");
    kill("a");
    assertThat(bench.expect(0, "keepalive").out())
        .isEqualTo(
            """
            a: restarted (closed: the ssh process is gone)
            b: restarted (closed: the ssh process is gone)
            """);
    assertThat(List.of(port, other)).allMatch(EchoServer::carries);
    assertThat(bench.sshd().logins()).isEqualTo(2);
  }

  @Test
  void a_master_that_does_not_answer_is_replaced_within_a_deadline() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long stopped = bench.pid("a");
    ProcessTable.signal("STOP", stopped);
    Instant before = Instant.now();
    bench.expect(0, "keepalive");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
    assertThat(bench.masters()).containsExactly(bench.pid("a")).doesNotContain(stopped);
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sockets()).hasSize(1);
  }

  // --- the server is away

  @Test
  void while_the_server_is_away_it_waits_and_comes_back_with_it() throws Exception {
    bench.tunnelWith("a", QUICK, local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.sshd().stop();
    await().until(() -> bench.masters().isEmpty());

    Run away = bench.expect(1, "keepalive");
    assertThat(away.out()).startsWith("a: up -> waiting (refused: ").hasLineCount(1);
    assertThat(bench.phase("a")).isEqualTo("waiting");
    await().until(() -> Instant.now().isAfter(retryAt("a")));
    assertSilent(bench.expect(1, "keepalive"));

    bench.sshd().startAgain();
    await().until(() -> Instant.now().isAfter(retryAt("a")));
    assertThat(bench.expect(0, "keepalive").out()).isEqualTo("a: waiting -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.status("a").get("failure").isJsonNull()).isTrue();
  }

  @Test
  void before_its_time_no_connection_is_made() throws Exception {
    bench.tunnelWith("a", SLOW, local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.sshd().stop();
    await().until(() -> bench.masters().isEmpty());
    bench.expect(1, "keepalive");
    assertThat(retryAt("a")).isAfter(Instant.now().plusSeconds(1800));

    bench.sshd().startAgain();
    int before = bench.sshd().connections();
    for (int round = 0; round < 3; round++) {
      assertSilent(bench.expect(1, "keepalive"));
    }
    assertThat(bench.sshd().connections()).isEqualTo(before);
    assertThat(Later.run(bench, Duration.ofHours(1), "keepalive").status()).isZero();
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().connections()).isEqualTo(before + 1);
  }

  @Test
  void a_person_need_not_wait() throws Exception {
    bench.tunnelWith("a", SLOW, local(port, echo.port()));
    bench.sshd().stop();
    bench.expect(1, "up", "a");
    bench.sshd().startAgain();
    bench.expect(1, "keepalive");
    bench.expect(0, "up", "a");
  }

  @Test
  void more_than_ten_deaths_in_ten_minutes_are_waited_for() throws Exception {
    bench.tunnelWith("a", SLOW, local(port, echo.port()));
    bench.expect(0, "up", "a");
    for (int death = 1; death <= 10; death++) {
      kill("a");
      bench.expect(0, "keepalive");
    }
    assertThat(bench.sshd().logins()).isEqualTo(11);
    kill("a");
    assertThat(bench.expect(1, "keepalive").out()).startsWith("a: up -> waiting (closed: ");
    assertSilent(bench.expect(1, "keepalive"));
    assertThat(bench.sshd().logins()).isEqualTo(11);
    assertThat(bench.phase("a")).isEqualTo("waiting");
    assertThat(Later.run(bench, Duration.ofHours(1), "keepalive").status()).isZero();
    kill("a");
    assertThat(Later.run(bench, Duration.ofHours(1), "keepalive").status()).isZero();
    assertThat(EchoServer.carries(port)).isTrue();
  }

  private Instant retryAt(String tunnel) {
    return Instant.parse(bench.status(tunnel).get("retry_at").getAsString());
  }

  // --- what is wanted

  @Test
  void what_starts_by_itself_needs_no_up_and_an_explicit_down_wins() throws Exception {
    bench.profile(
        "a", "host = \"fixture\"", "autostart = true", "[[forward]]", local(port, echo.port()));
    assertThat(bench.launch("keepalive").expect(0).out()).isEqualTo("a: down -> up\n");
    assertThat(EchoServer.carries(port)).isTrue();

    bench.launch("down", "a").expect(0);
    assertSilent(bench.launch("keepalive").expect(0));
    bench.insistOnNothingLeft();
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("down");

    bench.expect(0, "up", "a");
    kill("a");
    bench.launch("keepalive").expect(0);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void what_was_never_asked_for_is_not_started() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    assertSilent(bench.expect(0, "keepalive"));
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void what_needs_a_person_is_never_attempted() throws Exception {
    bench.profile(
        "a",
        "host = \"fixture\"",
        "autostart = true",
        "unattended = false",
        "[[forward]]",
        local(port, echo.port()));
    int before = bench.sshd().connections();
    bench.expect(4, "keepalive");
    assertSilent(bench.expect(4, "keepalive"));
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.sshd().connections()).isEqualTo(before);

    bench.expect(0, "up", "a");
    kill("a");
    assertThat(bench.expect(4, "keepalive").out()).startsWith("a: up -> held (closed: ");
    assertSilent(bench.expect(4, "keepalive"));
    assertSilent(Later.run(bench, Duration.ofDays(1), "keepalive"));
    assertThat(bench.phase("a")).isEqualTo("held");
    assertThat(bench.sshd().connections()).isEqualTo(before + 1);

    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  // --- other commands at the same time

  @Test
  void sixteen_ups_and_keepalives_at_once_start_one_master() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    List<Launched> ups = new ArrayList<>();
    List<Launched> passes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ups.add(bench.launch("up", "a"));
      passes.add(bench.launch("keepalive"));
    }
    for (Launched up : ups) {
      up.expect(0);
    }
    for (Launched pass : passes) {
      assertThat(pass.finish().status()).as("0, or 1 if it looked between").isIn(0, 1);
    }
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.sockets()).hasSize(1);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_death_that_many_see_at_once_is_one_login_more() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    kill("a");
    List<Launched> passes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      passes.add(bench.launch("keepalive"));
    }
    List<String> said = new ArrayList<>();
    for (Launched pass : passes) {
      said.add(pass.finish().out());
    }
    assertThat(said).containsOnlyOnce("a: restarted (closed: the ssh process is gone)\n");
    assertThat(said.stream().filter(String::isEmpty)).hasSize(7);
    assertThat(bench.sshd().logins()).isEqualTo(2);
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
    assertThat(bench.status("a").get("restarts").getAsInt()).isEqualTo(1);
  }

  @Test
  void a_connection_that_another_command_works_on_is_left_to_it() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.sshd().freeze();
    Launched up = bench.launch("up", "a");
    try {
      await().until(() -> !up.isAlive() || bench.phase("a").equals("starting"));
      Instant before = Instant.now();
      assertSilent(bench.expect(0, "keepalive"));
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
      assertThat(up.isAlive()).isTrue();
    } finally {
      bench.sshd().thaw();
    }
    up.expect(0);
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
  }

  // --- small words

  private void kill(String tunnel) {
    ProcessTable.signal("KILL", bench.pid(tunnel));
    await().until(() -> bench.masters().isEmpty());
  }

  /** The fixture's own look at the banner is one more. */
  private static int connectionsOf(int ours) {
    return 1 + ours;
  }

  private static void assertSilent(Run run) {
    assertThat(run.out()).as("%s", run).isEmpty();
    assertThat(run.err()).as("%s", run).isEmpty();
  }

  private static boolean carries(Path socket) {
    return EchoServer.carries(UnixDomainSocketAddress.of(socket));
  }

  private static boolean refuses(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }
}
