package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.HttpPage;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What the far end of each forward is seen to do. */
@Timeout(60)
class ProbeIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final HttpPage page = bench.keep(new HttpPage("a page"));
  private final int port = Ports.free();

  @Test
  void what_answers_is_told_by_its_kind_on_either_side() throws Exception {
    int there = Ports.free();
    int socks = Ports.free();
    bench.tunnel(
        "a",
        local(port, page.port()) + "\nprobe = \"http\"",
        local(Ports.free(), echo.port()) + "\nprobe = \"tcp\"",
        "remote = \"%d:localhost:%d\"\nprobe = \"http\"".formatted(there, page.port()),
        "remote = \"%d\"\npermit = [\"localhost:1\"]\nprobe = \"socks\"".formatted(socks),
        "remote = \"0:localhost:%d\"\nprobe = \"tcp\"".formatted(echo.port()),
        "dynamic = \"%d\"\nprobe = \"socks\"".formatted(Ports.free()));
    bench.expect(0, "up", "a");

    Run run = bench.expect(0, "probe", "a");

    assertThat(run.out())
        .contains(
            "a: round trip",
            "local localhost:" + port + ": HTTP 200",
            "remote localhost:" + there + ": HTTP 200",
            "remote localhost:" + socks + ": SOCKS 5")
        .contains("accepts");
    assertThat(bench.status("a").get("round_trip_ms").getAsDouble()).isPositive();
    assertThat(forward(0).getAsJsonObject("probe").get("message").getAsString())
        .isEqualTo("HTTP 200");
    assertThat(bench.sockets()).as("no scratch socket stays").hasSize(1);
  }

  @Test
  void a_target_that_is_gone_shows_at_the_forward_and_restarts_nothing() throws Exception {
    int nobody = Ports.free();
    bench.tunnel(
        "a",
        local(port, nobody) + "\nprobe = \"tcp\"",
        "remote = \"%d:localhost:%d\"\nprobe = \"http\"".formatted(Ports.free(), nobody));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");

    bench.expect(1, "probe", "a");

    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.pid("a")).isEqualTo(pid);
    for (int i : List.of(0, 1)) {
      assertThat(forward(i).getAsJsonObject("probe").get("ok").getAsBoolean()).isFalse();
    }
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_frozen_server_does_not_answer_and_a_tunnel_that_is_down_is_said() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(1, "probe", "a");
    bench.expect(0, "up", "a");

    bench.sshd().freeze();
    Run run = bench.expect(1, "probe");
    bench.sshd().thaw();

    assertThat(run.out()).contains("a: the server does not answer");
  }

  @Test
  void what_is_wanted_and_not_up_is_said_without_a_name_too() throws Exception {
    assertThat(bench.expect(0, "probe").err()).contains("nothing is wanted up");
    bench.tunnel("a", local(port, echo.port()));
    bench.sshd().stop();
    bench.expect(1, "up", "a");
    assertThat(bench.expect(1, "probe").err()).contains("a is waiting: tunnels up a");
    bench.sshd().startAgain();
  }

  @Test
  void a_name_that_the_far_side_does_not_know_is_said_in_its_words() throws Exception {
    bench.tunnel("a", "local = \"" + port + ":nowhere.invalid:80\"\nprobe = \"tcp\"");
    bench.expect(0, "up", "a");
    assertThat(bench.expect(1, "probe", "a").out()).contains("connect failed: ", "ame");
  }

  private JsonObject forward(int index) {
    return bench.status("a").getAsJsonArray("forwards").get(index).getAsJsonObject();
  }
}
