package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** A server that is reached by IPv6 alone. */
class AddressFamilyIT {

  @Test
  void a_host_with_an_ipv6_address_only_carries_and_comes_back() throws Exception {
    assumeThat(hasLoopback6()).as("this machine has ::1").isTrue();
    try (Workbench bench = Workbench.start("ListenAddress ::1")) {
      bench.userConfig(
          "Host fixture", "  HostName ::1", "  HostKeyAlias [127.0.0.1]:" + bench.sshd().port());
      EchoServer echo = bench.keep(EchoServer.tcp());
      int port = Ports.free();
      bench.tunnel("six", local(port, echo.port()));
      bench.expect(0, "up", "six");
      assertThat(EchoServer.carries(port)).isTrue();
      ProcessTable.signal("KILL", bench.pid("six"));
      assertThat(bench.expect(0, "keepalive").out()).contains("six: restarted");
      assertThat(EchoServer.carries(port)).isTrue();
      assertThat(bench.sshd().log()).contains("Accepted publickey", "from ::1 port");
    }
  }

  private static boolean hasLoopback6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }
}
