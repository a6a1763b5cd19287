package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunnels.fixture.EchoServer;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Phase;

class StateDirectoryTest {

  private Path state;
  private StateDirectory store;

  @BeforeEach
  void make() throws IOException {
    state = Files.createTempDirectory(Path.of("/tmp"), "t"); // short: it will hold sockets
    store = StateDirectory.open(state, "here", notice -> {});
  }

  @AfterEach
  void remove() throws IOException {
    store.close();
    Leftovers.remove(state);
  }

  /** As of root with {@code --state /tmp}. */
  @Test
  void a_folder_that_others_use_too_is_not_shut() throws IOException {
    Path shared = Files.createDirectory(state.resolve("shared"));
    Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(shared, open);
    Path others = Files.createFile(shared.resolve("others"));
    assertThatThrownBy(() -> StateDirectory.open(shared, "abc123", notice -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is open to others and holds other files");
    assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(open);

    Files.delete(others);
    Files.createDirectory(shared.resolve("abc123"));
    StateDirectory.open(shared, "abc123", notice -> {}).close();
    assertThat(Files.getPosixFilePermissions(shared)).hasSize(3);
  }

  @Test
  void many_records_are_read_as_each_is_read_alone() throws IOException {
    Path launched = store.freshSocket("launched");
    store.write(
        ConnectionRecord.blank("launched")
            .withLaunch(Optional.of(LaunchRecord.found(launched, Instant.now()))));
    store.write(ConnectionRecord.blank("down"));
    Path lost = store.freshSocket("lost");
    try (EchoServer running = EchoServer.unix(lost)) {
      Map<String, ConnectionRecord> each = new HashMap<>();
      for (String name : Set.of("launched", "down", "lost", "unknown")) {
        each.put(name, store.read(name));
      }
      assertThat(store.readAll(each.keySet())).isEqualTo(each);
      assertThat(each.get("lost").launch().map(LaunchRecord::socket)).contains(lost);
    }
  }

  @Test
  void the_same_record_is_not_written_again_in_another_order() throws IOException {
    store.write(told("a", "b"));
    Path record = state.resolve("here/connections/c/record.json");
    Stamp first = Stamp.of(record);
    store.write(told("b", "a"));
    assertThat(Stamp.of(record)).isEqualTo(first);
    store.write(told("d", "a", "c", "b"));
    assertThat(Stamp.of(record)).isNotEqualTo(first);
    String text = Files.readString(record);
    assertThat(Stream.of("a", "b", "c", "d").map(name -> text.indexOf("\"" + name + "\":{")))
        .isSorted()
        .doesNotContain(-1);
  }

  private static ConnectionRecord told(String... tunnels) {
    Map<String, ConnectionRecord.Told> phases = new LinkedHashMap<>();
    for (String tunnel : tunnels) {
      phases.put(tunnel, new ConnectionRecord.Told(Phase.UP, Instant.EPOCH, Optional.empty()));
    }
    ConnectionRecord blank = ConnectionRecord.blank("c");
    return new ConnectionRecord("c", blank.launch(), blank.trouble(), 0, List.of(), phases);
  }
}
