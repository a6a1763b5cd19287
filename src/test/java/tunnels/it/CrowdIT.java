package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;

/** Many commands and many tunnels at once. */
@Timeout(120)
class CrowdIT {

  private static final int FIFTY = 50;

  @AutoClose private final Workbench bench = Workbench.clean();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @Test
  void sixteen_commands_at_once_start_one_master() throws Exception {
    int port = Ports.free();
    bench.tunnel("one", local(port, echo.port()));
    List<Launched> commands = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      commands.add(bench.launch("up", "one"));
    }
    for (Launched command : commands) {
      command.expect(0);
    }
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertThat(bench.masters()).containsExactly(bench.pid("one"));
    assertThat(bench.sockets()).hasSize(1);
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void ups_and_downs_at_once_end_in_a_state_that_status_tells_truly() throws Exception {
    bench.tunnel("one", local(Ports.free(), echo.port()));
    List<Launched> commands = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      commands.add(bench.launch(i % 2 == 0 ? "up" : "down", "one"));
    }
    for (Launched command : commands) {
      command.finish();
    }
    boolean wanted = bench.status("one").get("wanted").getAsString().equals("up");
    bench.expect(0, wanted ? "up" : "down", "one");
    assertThat(bench.phase("one")).isEqualTo(wanted ? "up" : "down");
    assertThat(bench.masters()).hasSize(wanted ? 1 : 0);
  }

  @Test
  void fifty_tunnels_to_one_sshd_come_up_at_the_first_try() throws Exception {
    List<Integer> ports = fifty(List.of());
    bench.expect(0, "up", "--all");
    assertThat(ports).allMatch(EchoServer::carries);
    assertThat(bench.sshd().logins()).isEqualTo(FIFTY);
    assertThat(bench.masters()).hasSize(FIFTY);
    bench.expect(0, "down", "--all");
    bench.insistOnNothingLeft();
  }

  @Test
  void fifty_tunnels_from_two_commands_at_once_come_up_at_the_first_try() throws Exception {
    List<Integer> ports = fifty(List.of());
    Launched first = bench.launch(names(0, FIFTY / 2));
    Launched second = bench.launch(names(FIFTY / 2, FIFTY));
    first.expect(0);
    second.expect(0);
    assertThat(ports).allMatch(EchoServer::carries);
    assertThat(bench.sshd().logins()).isEqualTo(FIFTY);
  }

  @Test
  void fifty_tunnels_of_one_connection_come_up_with_one_login() throws Exception {
    List<Integer> ports = fifty(List.of("[ssh]", "connection = \"shared\""));
    bench.expect(0, "up", "--all");
    assertThat(ports).allMatch(EchoServer::carries);
    assertThat(bench.sshd().logins()).isEqualTo(1);
    assertThat(bench.masters()).hasSize(1);
    bench.expect(0, "down", "--all");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_server_that_lets_few_log_in_at_once_is_sent_no_more_of_them() throws Exception {
    try (Workbench strict = Workbench.clean("MaxStartups 4:100:4")) {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ports.add(Ports.free());
        List<String> few = List.of("[ssh]", "logins = 2");
        strict.tunnelWith("t" + i, few, local(ports.get(i), echo.port()));
      }
      strict.expect(0, "up", "--all");
      assertThat(ports).allMatch(EchoServer::carries);
      assertThat(strict.sshd().logins()).isEqualTo(20);
    }
  }

  private List<Integer> fifty(List<String> more) throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < FIFTY; i++) {
      ports.add(Ports.free());
      bench.tunnelWith("t" + i, more, local(ports.get(i), echo.port()));
    }
    return ports;
  }

  private static String[] names(int from, int to) {
    List<String> words = new ArrayList<>(List.of("up"));
    IntStream.range(from, to).forEach(i -> words.add("t" + i));
    return words.toArray(String[]::new);
  }
}
