package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What others may put in our way is neither obeyed nor destroyed. */
@Timeout(90)
class TrustIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  @Test
  void a_file_that_is_called_like_a_tag_is_not_read() throws Exception {
    bench.tunnelWith("a", List.of(), local(port, echo.port()));
    Files.writeString(bench.dir().resolve("note"), "--all\n");
    bench.expect(0, "up", "a");
    List<String> there = List.of("env", "-C", bench.dir().toString());

    Launched tag = bench.launch(Map.of(), there, "down", "@note");
    Launched word = bench.launch(Map.of(), there, "ssh", "a", "--", "echo", "hello", "@note");

    assertThat(tag.expect(2).err()).contains("no tunnel has the tag \"note\"");
    assertThat(word.expect(0).out()).endsWith("hello @note\n");
  }

  @Test
  void a_process_that_only_mentions_the_socket_is_left_alone() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    String socket = bench.status("a").get("control_socket").getAsString();
    Process bystander = new ProcessBuilder("sh", "-c", "read x # " + socket).start();
    try {
      ProcessTable.signal("KILL", bench.pid("a"));

      bench.expect(0, "up", "a");

      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_record_that_names_a_foreign_file_is_set_aside() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Path mine = Files.writeString(bench.dir().resolve("mine"), "dear to me");
    Path record = bench.machine().resolve("connections/a/record.json");
    String socket = bench.status("a").get("control_socket").getAsString();
    Files.writeString(record, Files.readString(record).replace(socket, mine.toString()));

    Run down = bench.expect(0, "down", "a");

    assertThat(mine).hasContent("dear to me");
    assertThat(down.err()).contains("record.json is not of this place");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void a_link_in_the_place_of_the_state_is_refused_and_its_target_untouched() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "status");
    String machine = bench.machine().getFileName().toString();
    Path elsewhere = Files.createDirectory(bench.dir().resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path state = Files.createDirectory(bench.dir().resolve("s2"));
    Files.createSymbolicLink(state.resolve(machine), elsewhere);

    Run run = bench.run("--state", state.toString(), "up", "a");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("must be a folder, and no link to one");
    assertThat(Files.getPosixFilePermissions(elsewhere))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void a_record_that_cannot_be_read_stops_no_other_tunnel() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    Files.createDirectories(bench.machine().resolve("connections/odd/record.json/x"));
    ProcessTable.signal("KILL", bench.pid("a"));

    Run run = bench.run("keepalive");

    assertThat(run.out()).contains("a: restarted");
    assertThat(EchoServer.carries(port)).isTrue();
  }

  @Test
  void a_remote_listener_is_not_removed_where_nobody_can_see_whether_it_lives() throws Exception {
    Path there = bench.dir().resolve("there");
    try (Workbench strict = Workbench.start("AllowStreamLocalForwarding remote");
        EchoServer foreign = EchoServer.unix(there)) {
      strict.tunnel("u", "remote = \"%s:localhost:%d\"".formatted(there, echo.port()));

      Run run = strict.run("up", "u");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("remote-refused");
      assertThat(EchoServer.carries(foreign.address())).isTrue();
      strict.expect(0, "down", "u");
      assertThat(there).exists();
    }
  }

  @Test
  void a_far_side_that_never_stops_talking_is_cut_short() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    String key = Files.readString(bench.sshd().authorizedKeys()).strip();
    Files.writeString(bench.sshd().authorizedKeys(), "command=\"yes 0123456789\" " + key + "\n");

    bench.expect(0, "up", "a");

    assertThat(EchoServer.carries(port)).isTrue();
  }
}
