package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunnels.fixture.EchoServer;

class LeftoversTest {

  private Path root;
  private Instant now = Instant.now();

  @BeforeEach
  void make() throws IOException {
    root = Files.createTempDirectory(Path.of("/tmp"), "t"); // short: it will hold sockets
  }

  @AfterEach
  void remove() throws IOException {
    Leftovers.remove(root);
  }

  @Test
  void are_none_where_nothing_is() throws Exception {
    assertThat(found()).isEmpty();
    Files.delete(root);
    assertThat(found()).isEmpty();
    Files.createDirectory(root);
  }

  @Test
  void are_what_is_remembered_of_tunnels_that_are_gone() throws Exception {
    for (String tunnel : List.of("here", "gone", "gone.up")) {
      touch("connections/" + tunnel + "/record.json");
      touch("wanted/" + tunnel + ".up");
      touch("events/" + tunnel + ".jsonl");
      touch("events/" + tunnel + ".jsonl.1");
      touch("said/" + tunnel + ".toml");
    }
    touch("wanted/gone.down");
    touch("said/settings");
    assertThat(found())
        .containsExactlyInAnyOrder(
            "connections/gone",
            "connections/gone.up",
            "wanted/gone.up",
            "wanted/gone.up.up",
            "wanted/gone.down",
            "events/gone.jsonl",
            "events/gone.jsonl.1",
            "events/gone.up.jsonl",
            "events/gone.up.jsonl.1",
            "said/gone.toml",
            "said/gone.up.toml");
  }

  @Test
  void are_files_that_were_set_aside_or_left_half_written() throws Exception {
    touch("connections/here/record.json");
    touch("connections/here/record.json.damaged");
    touch("connections/here/.new123");
    touch("wanted/.new123");
    assertThat(found()).containsExactly("connections/here/record.json.damaged");
    now = now.plusSeconds(61);
    assertThat(found())
        .containsExactlyInAnyOrder(
            "connections/here/record.json.damaged", "connections/here/.new123", "wanted/.new123");
  }

  @Test
  void are_files_that_are_dated_ahead_since_the_clock_was_set_back() throws Exception {
    touch("wanted/.new123");
    now = now.minus(Duration.ofHours(1));
    assertThat(found()).containsExactly("wanted/.new123");
  }

  @Test
  void are_sockets_that_refuse_and_that_no_record_names() throws Exception {
    Files.createDirectories(root.resolve("s"));
    for (String dead : List.of("dead", "recorded")) {
      EchoServer.unix(root.resolve("s").resolve(dead)).close();
    }
    try (EchoServer living = EchoServer.unix(root.resolve("s/living"))) {
      assertThat(EchoServer.carries(living.address())).isTrue();
      assertThat(found()).containsExactly("s/dead");
    }
  }

  /** ssh binds PATH.RANDOM, listens there, and links it to PATH. */
  @Test
  void are_not_sockets_that_ssh_is_just_making() throws Exception {
    Files.createDirectories(root.resolve("s"));
    EchoServer.unix(root.resolve("s/0a1b-2c3d.AbCdEfGhIjKlMnOp")).close();
    assertThat(found()).isEmpty();
    now = now.plusSeconds(61);
    assertThat(found()).containsExactly("s/0a1b-2c3d.AbCdEfGhIjKlMnOp");
  }

  @Test
  void are_not_what_a_link_leads_to() throws Exception {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "precious");
    Files.createDirectories(root.resolve("connections"));
    Path link = Files.createSymbolicLink(root.resolve("connections/gone"), outside);
    assertThat(found()).containsExactly("connections/gone");
    Leftovers.remove(link);
    assertThat(link).doesNotExist();
    assertThat(outside.resolve("precious")).content().isEqualTo("precious");
  }

  @Test
  void go_with_all_that_is_in_them() throws Exception {
    touch("connections/gone/a/b");
    Leftovers.remove(root.resolve("connections/gone"));
    assertThat(root.resolve("connections")).isEmptyDirectory();
  }

  private Stream<String> found() throws IOException {
    Leftovers leftovers =
        new Leftovers(root, Set.of("here"), Set.of("here"), socket -> socket.endsWith("recorded"));
    return leftovers.find(now).stream().map(file -> root.relativize(file).toString());
  }

  private void touch(String file) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.createFile(root.resolve(file));
  }
}
