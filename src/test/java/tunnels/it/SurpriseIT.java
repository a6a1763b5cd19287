package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.Slept;
import tunnels.fixture.TcpProxy;
import tunnels.fixture.Workbench;

/**
 * After sleep and on another network every peer is asked at once: one that is mute is replaced, and
 * one that answers notices nothing. ServerAlive would take half an hour here.
 */
@Timeout(120)
class SurpriseIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration QUICK = Duration.ofMillis(50);
  private static final List<String> PATIENT = List.of("[health]", "alive = \"10m\"");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final TcpProxy link = bench.keep(TcpProxy.to("127.0.0.1", bench.sshd().port()));
  private final int mute = Ports.free();
  private int moves;
  private final int answering = Ports.free();

  @BeforeEach
  void one_tunnel_through_the_link_and_one_beside_it() throws Exception {
    int port = bench.sshd().port();
    bench.userConfig("Host login", "  Port " + link.port(), "  HostKeyAlias [127.0.0.1]:" + port);
    List<String> lines = new ArrayList<>(List.of("host = \"login\"", "[[forward]]"));
    lines.add(local(mute, echo.port()));
    lines.addAll(PATIENT);
    bench.profile("mute", lines.toArray(String[]::new));
    bench.tunnelWith("answering", PATIENT, local(answering, echo.port()));
    bench.expect(0, "up", "--all");
  }

  @Test
  void a_machine_wakes_up() throws Exception {
    Path slept = bench.dir().resolve("slept");
    Launched supervisor = bench.launch(Slept.class, slept.toString(), "supervise");

    onlyTheMuteOneIsReplaced(supervisor, () -> Files.createFile(slept));
  }

  /**
   * The network is a namespace of the supervisor's own; its ssh's come out of it. What counts is
   * the address that the server would see, not what containers and link-local IPv6 bring.
   */
  @Test
  void a_machine_comes_to_another_network() throws Exception {
    assumeThat(ends("unshare", "-n", "ip", "address")).as("may have a network namespace").isZero();
    Map<String, String> path = Map.of("PATH", outside() + ":" + System.getenv("PATH"));
    List<String> alone =
        List.of("unshare", "-n", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh");
    Launched supervisor = bench.launch(path, alone, "supervise");

    onlyTheMuteOneIsReplaced(
        supervisor,
        () -> {
          containersComeAndGo(supervisor);
          await()
              .atMost(SOON)
              .pollInterval(ONE_SECOND)
              .until(() -> moves(supervisor) && supervisor.out().contains("mute: down"));
        });
  }

  /** For longer than two looks are apart. */
  private void containersComeAndGo(Launched supervisor) throws Exception {
    long before = bench.pid("mute");
    for (int i = 1; i <= 12; i++) {
      assertThat(ip(supervisor, "address add 172.17.%d.1/24 dev lo".formatted(i))).isZero();
      ip(supervisor, "address add fe80::%d/64 dev lo".formatted(i)); // where there is IPv6
      long start = System.nanoTime();
      await().pollInterval(QUICK).until(() -> System.nanoTime() - start > ONE_SECOND.toNanos());
    }
    assertThat(bench.pid("mute")).isEqualTo(before);
    assertThat(supervisor.out()).isEmpty();
  }

  /** Each time to an address that it had not before. */
  private boolean moves(Launched supervisor) throws Exception {
    moves++;
    String source = "route replace local 127.0.0.1 dev lo table local src 127.0.0." + (1 + moves);
    assertThat(ip(supervisor, source)).isZero();
    return true;
  }

  private static int ip(Launched supervisor, String words) throws Exception {
    return ends(("nsenter -n -t " + supervisor.pid() + " ip " + words).split(" "));
  }

  private interface Event {
    void happen() throws Exception;
  }

  private void onlyTheMuteOneIsReplaced(Launched supervisor, Event event) throws Exception {
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));
    long before = bench.pid("mute");
    long same = bench.pid("answering");
    try (Conversation conversation = Conversation.on(answering)) {
      assertThat(conversation.says("before")).isTrue();
      link.stall(true);
      bench.userConfig(); // the way for the next one

      event.happen();

      await().atMost(SOON).until(() -> EchoServer.carries(mute));
      assertThat(conversation.says("after")).isTrue();
    }
    await().atMost(SOON).until(() -> bench.phase("mute").equals("up"));
    assertThat(bench.pid("mute")).isNotEqualTo(before);
    assertThat(bench.pid("answering")).isEqualTo(same);
    assertThat(supervisor.out()).contains("mute: down (keepalive", "the server does not answer");
    assertThat(bench.sshd().logins()).isEqualTo(3);
    supervisor.signal("TERM");
    supervisor.expect(0);
  }

  /** A folder with an ssh in it that runs the real one in the network of these tests. */
  private Path outside() throws IOException {
    Path folder = Files.createDirectory(bench.dir().resolve("bin"));
    String script =
        "#!/bin/sh\nPATH=%s\nexec nsenter --net=/proc/%d/ns/net ssh \"$@\"\n"
            .formatted(System.getenv("PATH"), ProcessHandle.current().pid());
    Path ssh = Files.writeString(folder.resolve("ssh"), script);
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  /** The exit status; another than 0 where there is no such program. */
  private static int ends(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
