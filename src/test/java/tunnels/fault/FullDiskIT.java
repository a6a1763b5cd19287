package tunnels.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.OddThings;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/**
 * A tunnel matters more than its record: on a disk that takes nothing more it is started all the
 * same. Where nobody may mount a small disk, odd things stand where the files should be.
 */
@Timeout(120)
class FullDiskIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private SmallDisk disk;

  @BeforeEach
  void tunnel() throws Exception {
    disk = SmallDisk.under(bench);
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
  }

  @Test
  void on_a_full_disk_a_dead_tunnel_comes_back_and_it_is_said_once() throws Exception {
    if (!disk.isThere()) {
      return; // the other tests hold what they can
    }
    disk.fill();
    kill();
    Run pass = bench.expect(0, "keepalive");
    assertThat(pass.out()).contains("a: restarted");
    assertThat(EchoServer.carries(port)).isTrue();
    disk.fill();
    kill();
    String said = pass.err() + bench.expect(0, "keepalive").err();
    assertThat(said).containsOnlyOnce("the state cannot be written").contains("--state DIR");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.phase("a")).isEqualTo("up");
    assertThat(bench.run("status").err()).contains("No space left");
    assertThat(bench.expect(1, "doctor").out()).contains("state: the state cannot be written");
    disk.free();
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
    assertThat(bench.masters()).hasSize(1);
  }

  @Test
  void a_master_that_lives_without_a_record_gets_no_second_one_beside_it() throws Exception {
    long pid = bench.pid("a");
    Files.delete(bench.machine().resolve("connections/a/record.json"));
    OddThings.FULL_FOLDER.at(bench.machine().resolve("connections/a/record.json"));
    OddThings.FULL_FOLDER.at(bench.machine().resolve("connections/a/record.json.damaged"));
    bench.expect(0, "keepalive");
    bench.expect(0, "up", "a");
    assertThat(bench.masters()).containsExactly(pid);
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "ssh_config", "journal", "journal.mark", "record.json"})
  void a_fifo_in_the_place_of_a_file_keeps_no_tunnel_down(String name) throws Exception {
    OddThings.FIFO.at(bench.machine().resolve("connections/a/" + name));
    kill();
    bench.expect(0, "keepalive");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.expect(0, "logs", "a").out()).contains("up");
  }

  private void kill() {
    ProcessTable.signal("KILL", bench.masters().get(0));
    await().until(() -> bench.masters().isEmpty());
  }
}
