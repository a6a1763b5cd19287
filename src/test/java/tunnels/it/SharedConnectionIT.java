package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Ports;
import tunnels.fixture.Socks;
import tunnels.fixture.Workbench;

/** Tunnels that ride on one master. */
@Timeout(60)
class SharedConnectionIT {

  private static final List<String> SHARED = List.of("[ssh]", "connection = \"hpc\"");

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int portA = Ports.free();
  private final int portB = Ports.free();

  @Test
  void the_down_of_one_leaves_the_connections_of_the_other_untouched() throws Exception {
    bringBothUp();
    Conversation open = bench.keep(Conversation.on(portA));
    assertThat(open.says("before")).isTrue();
    bench.expect(0, "down", "b");
    assertThat(open.says("after")).isTrue();
    assertThat(EchoServer.carries(portB)).isFalse();
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.phase("b")).isEqualTo("down");
    assertThat(bench.status("b").get("pid").isJsonNull()).isTrue();
    assertThat(bench.masters()).containsExactly(bench.pid("a"));
  }

  @Test
  void the_last_one_takes_the_master_with_it() throws Exception {
    bringBothUp();
    bench.expect(0, "down", "a");
    assertThat(bench.masters()).hasSize(1);
    bench.expect(0, "down", "b");
    bench.insistOnNothingLeft();
  }

  @Test
  void the_restart_of_one_leaves_the_connections_of_the_other_untouched() throws Exception {
    bringBothUp();
    long pid = bench.pid("a");
    Conversation other = bench.keep(Conversation.on(portA));
    Conversation own = bench.keep(Conversation.on(portB));
    assertThat(other.says("before") && own.says("before")).isTrue();
    bench.expect(0, "restart", "b");
    assertThat(other.says("after")).isTrue();
    assertThat(EchoServer.carries(portB)).isTrue();
    assertThat(bench.pid("a")).isEqualTo(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void one_that_joins_later_logs_in_no_second_time() throws Exception {
    shared("a", local(portA, echo.port()));
    shared("b", local(portB, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(EchoServer.carries(portB)).isFalse();
    bench.expect(0, "up", "b");
    assertThat(EchoServer.carries(portB)).isTrue();
    assertThat(bench.pid("b")).isEqualTo(bench.pid("a"));
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_proxy_that_joins_later_goes_only_where_it_is_permitted() throws Exception {
    HttpPage listed = bench.keep(new HttpPage("listed"));
    HttpPage unlisted = bench.keep(new HttpPage("unlisted"));
    int port = Ports.free();
    shared("a", local(portA, echo.port()));
    shared("socks", "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(port, listed.port()));
    bench.expect(0, "up", "a");
    bench.expect(0, "up", "socks");
    assertThat(Socks.on(port).get("localhost", listed.port(), "/")).isPresent();
    assertThat(Socks.on(port).get("localhost", unlisted.port(), "/")).isEmpty();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void two_on_one_port_do_not_take_it_from_each_other() throws Exception {
    shared("a", local(portA, echo.port()));
    shared("b", local(portA, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(bench.expect(1, "up", "b").err()).contains("local-busy");
    assertThat(bench.phase("b")).isEqualTo("degraded");
    bench.expect(0, "down", "b");
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(EchoServer.carries(portA)).isTrue();
  }

  @Test
  void a_listening_socket_of_one_is_removed_with_it_alone() throws Exception {
    Path here = bench.dir().resolve("here");
    Path there = bench.dir().resolve("there");
    shared("a", local(portA, echo.port()));
    shared(
        "b",
        "local = \"%s:localhost:%d\"".formatted(here, echo.port()),
        "remote = \"%s:localhost:%d\"".formatted(there, echo.port()));
    bench.expect(0, "up", "--all");
    assertThat(List.of(here, there)).allMatch(Files::exists);
    bench.expect(0, "down", "b");
    assertThat(List.of(here, there)).noneMatch(Files::exists);
    assertThat(EchoServer.carries(portA)).isTrue();
  }

  @Test
  void a_changed_forward_is_applied_without_a_login() throws Exception {
    bringBothUp();
    Conversation open = bench.keep(Conversation.on(portA));
    assertThat(open.says("before")).isTrue();
    int moved = Ports.free();
    shared("b", local(moved, echo.port()));
    bench.expect(0, "up", "b");
    assertThat(EchoServer.carries(moved)).isTrue();
    assertThat(EchoServer.carries(portB)).isFalse();
    assertThat(open.says("after")).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  private void bringBothUp() throws IOException {
    shared("a", local(portA, echo.port()));
    shared("b", local(portB, echo.port()));
    bench.expect(0, "up", "a", "b");
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  private void shared(String name, String... forwards) throws IOException {
    bench.tunnelWith(name, SHARED, forwards);
  }
}
