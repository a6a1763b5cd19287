package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Conversation;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** Files of ours that are damaged, foreign or newer: nothing that is up is lost, and it is said. */
@Timeout(60)
class StateFilesIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();
  private final Path here = bench.dir().resolve("here");
  private final Path there = bench.dir().resolve("there");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connections/a/record.json",
        "connections/a/ports.json",
        "connections/a/session",
        "connections/a/journal",
        "connections/a/journal.mark",
        "connections/a/log",
        "connections/a/ssh_config",
        "events/a.jsonl",
        "wanted/a.up",
        "lock",
      })
  void a_file_that_is_cut_in_half_loses_nothing_that_is_up(String name) throws Exception {
    Up up = new Up();
    halve(theOne(name));
    Run pass = bench.expect(0, "keepalive");
    up.assertUntouched();
    if (name.endsWith("record.json")) {
      assertThat(pass.err()).contains("record.json is damaged").contains("set aside");
    }
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
    up.assertUntouched();
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  @Test
  void all_files_cut_in_half_one_after_the_other_lose_nothing_that_is_up() throws Exception {
    Up up = new Up();
    for (Path file : files(each -> true)) {
      halve(file);
      bench.expect(0, "keepalive");
      up.assertUntouched();
    }
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void all_files_cut_in_half_at_once_lose_no_connection() throws Exception {
    Up up = new Up();
    for (Path file : files(each -> true)) {
      halve(file);
    }
    assertThat(bench.expect(0, "keepalive").err()).contains("record.json is damaged");
    up.assertSameMaster();
  }

  @Test
  void a_record_of_picked_ports_that_is_cut_in_half_is_said_at_the_next_start() throws Exception {
    Up up = new Up();
    halve(bench.machine().resolve("connections/a/ports.json"));
    String said = bench.expect(0, "keepalive").err();
    ProcessTable.signal("KILL", up.pid);
    await().until(() -> bench.masters().isEmpty());
    said += bench.expect(0, "keepalive").err();
    assertThat(said).containsOnlyOnce("ports.json is damaged").contains("set aside");
    assertThat(EchoServer.carries(pickedPort())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "7",
        "\u0000\u0001",
        "{\"version\":\"x\"}",
        "{\"version\":1,\"name\":7,\"launch\":[]}",
      })
  void foreign_text_is_set_aside_and_said_and_loses_nothing(String text) throws Exception {
    Up up = new Up();
    for (Path file : files(each -> each.toString().endsWith(".json"))) {
      Files.writeString(file, text);
    }
    Run pass = bench.expect(0, "keepalive");
    assertThat(pass.err()).contains("record.json is damaged").contains("record.json.damaged");
    up.assertSameMaster();
    assertThat(bench.machine().resolve("connections/a/record.json.damaged"))
        .content()
        .isEqualTo(text);
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void bytes_that_are_no_text_in_any_file_lose_nothing() throws Exception {
    Up up = new Up();
    for (Path file : files(each -> !each.endsWith("lock"))) {
      Files.write(file, new byte[] {(byte) 0xff, (byte) 0xc3, 0, '\n'});
      bench.expect(0, "keepalive");
      up.assertSameMaster();
      bench.expect(0, "history", "a");
      bench.expect(0, "logs", "a");
    }
  }

  @Test
  void what_a_newer_version_wrote_is_set_aside_and_said_and_loses_nothing() throws Exception {
    Up up = new Up();
    String newer = "{\"version\":99,\"name\":\"a\"}";
    Files.writeString(bench.machine().resolve("connections/a/record.json"), newer);
    assertThat(bench.expect(0, "status").err())
        .contains("record.json is written by a newer version")
        .contains("set aside");
    bench.expect(0, "keepalive");
    up.assertUntouched();
    assertThat(bench.machine().resolve("connections/a/record.json.damaged"))
        .content()
        .isEqualTo(newer);
  }

  @Test
  void a_damaged_record_of_what_is_down_starts_nothing_and_stops_nothing() throws Exception {
    new Up();
    bench.expect(0, "down", "a");
    int before = bench.sshd().connections();
    halve(bench.machine().resolve("connections/a/record.json"));
    assertThat(bench.expect(0, "keepalive").err()).contains("set aside");
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
    assertThat(bench.sshd().connections()).isEqualTo(before);
    bench.insistOnNothingLeft();
  }

  @Test
  void foreign_files_among_ours_disturb_nothing() throws Exception {
    Up up = new Up();
    for (String name :
        List.of("connections/z", "wanted/README", "wanted/x.sideways", "events/x", "s/x", "x")) {
      Files.writeString(bench.machine().resolve(name), "?");
    }
    Files.createDirectories(bench.machine().resolve("connections/x/y"));
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
    up.assertUntouched();
    bench.expect(0, "status", "--json");
    Files.delete(bench.machine().resolve("s/x"));
  }

  @Test
  void a_whole_state_directory_that_is_lost_is_no_crash() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.expect(0, "down", "a");
    tunnels.state.Leftovers.remove(bench.state());
    assertThat(bench.expect(0, "keepalive")).isEqualTo(new Run(0, "", ""));
    bench.expect(0, "up", "a");
  }

  /** The tunnel of these tests when it has just come up. */
  private final class Up {
    private final long pid;
    private final int picked;
    private final Conversation open;

    Up() throws IOException {
      bench.tunnel(
          "a",
          "remote = \"0:localhost:" + echo.port() + "\"",
          local(port, echo.port()),
          "local = \"%s:localhost:%d\"".formatted(here, echo.port()),
          "remote = \"%s:localhost:%d\"".formatted(there, echo.port()));
      bench.expect(0, "up", "a");
      pid = bench.pid("a");
      picked = pickedPort();
      open = bench.keep(Conversation.on(port));
      assertThat(open.says("before")).isTrue();
    }

    void assertUntouched() {
      assertSameMaster();
      assertThat(pickedPort()).isEqualTo(picked);
    }

    void assertSameMaster() {
      assertThat(bench.phase("a")).isEqualTo("up");
      assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("up");
      assertThat(bench.masters()).containsExactly(pid).containsExactly(bench.pid("a"));
      assertThat(bench.sshd().logins()).isEqualTo(1);
      assertThat(open.says("after")).isTrue();
      assertThat(List.of(port, pickedPort())).allMatch(EchoServer::carries);
      assertThat(List.of(here, there))
          .allMatch(file -> EchoServer.carries(UnixDomainSocketAddress.of(file)));
    }
  }

  private int pickedPort() {
    JsonObject first = bench.status("a").getAsJsonArray("forwards").get(0).getAsJsonObject();
    String listen = first.get("listen").getAsString();
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  private List<Path> files(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(bench.machine())) {
      return files.filter(Files::isRegularFile).filter(wanted).sorted().toList();
    }
  }

  private Path theOne(String pattern) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:**/" + pattern);
    return files(matcher::matches).get(0);
  }

  private static void halve(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }
}
