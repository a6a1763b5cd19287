package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.OddThings;

class RecordFileTest {

  enum Colour {
    RED,
    BLUE
  }

  record Inner(Path path, Colour colour) {}

  record Outer(
      String name,
      int count,
      Instant at,
      Optional<Inner> inner,
      List<Inner> list,
      Map<String, Integer> map) {}

  @TempDir private Path dir;
  private final List<String> notices = new ArrayList<>();

  private static final Outer FULL =
      new Outer(
          "a \"quoted\" name\n",
          7,
          Instant.parse("2026-01-31T12:00:00Z"),
          Optional.of(new Inner(Path.of("/a b"), Colour.RED)),
          List.of(new Inner(Path.of("/c"), Colour.BLUE)),
          Map.of("x", 1));

  @Test
  void reads_what_it_wrote() throws Exception {
    file().write(FULL);
    assertThat(file().read()).contains(FULL);
    assertThat(notices).isEmpty();
    assertThat(names()).containsExactly("f.json");
  }

  @Test
  void writes_only_what_is_new() throws Exception {
    Path path = dir.resolve("f.json");
    file().write(FULL);
    Object first = inode(path);
    file().write(FULL);
    assertThat(inode(path)).isEqualTo(first);
    file().write(new Outer("b", 8, FULL.at(), FULL.inner(), FULL.list(), FULL.map()));
    assertThat(inode(path)).isNotEqualTo(first);
  }

  @Test
  void sees_what_others_have_written_since_it_read() throws Exception {
    RecordFile<Outer> file = file();
    file.write(FULL);
    assertThat(file.read()).contains(FULL);
    Outer other = new Outer("other", 9, FULL.at(), FULL.inner(), FULL.list(), FULL.map());
    file().write(other);
    assertThat(file.read()).contains(other);
    file().write(FULL);
    file.write(other);
    assertThat(file().read()).contains(other);
    write("{");
    assertThat(file.read()).isEmpty();
    file.write(other);
    Files.delete(dir.resolve("f.json"));
    assertThat(file.read()).isEmpty();
    file.write(other);
    assertThat(file().read()).contains(other);
  }

  @Test
  void knows_what_it_wrote_without_reading_it() throws Exception {
    RecordFile<Outer> file = file();
    file.write(FULL);
    assertThat(file.read().orElseThrow()).isSameAs(FULL);
  }

  @Test
  void writes_though_its_thread_was_interrupted() throws Exception {
    Thread.currentThread().interrupt();
    try {
      file().write(FULL);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file().read()).contains(FULL);
  }

  @Test
  void leaves_nothing_beside_a_place_that_cannot_be_taken() throws Exception {
    Files.createDirectory(dir.resolve("f.json"));
    assertThatThrownBy(() -> file().write(FULL)).isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("f.json");
  }

  @Test
  void what_cannot_be_written_is_remembered_by_this_process_alone_and_told_once() throws Exception {
    OddThings.FULL_FOLDER.at(dir.resolve("f.json"));
    RecordFile<Outer> file = file();
    Unwritten unwritten = new Unwritten(dir, notices::add);
    file.remember(FULL, unwritten);
    Leftovers.remove(dir.resolve("f.json"));
    file.remember(FULL, unwritten);
    assertThat(file.read()).contains(FULL);
    assertThat(notices).singleElement().asString().contains("--state DIR");
  }

  @Test
  void where_a_file_takes_no_more_the_old_one_is_not_left_to_mislead_anybody() throws Exception {
    Path nowhere = dir.resolve("x/f.json");
    RecordFile<Outer> file = new RecordFile<>(nowhere, Outer.class, Json.gson(), notices::add);
    Files.writeString(dir.resolve("x"), "in the way");
    file.remember(FULL, new Unwritten(dir, notices::add));
    assertThat(file.read()).isEmpty(); // there is no folder to be known by
    assertThat(new RecordFile<>(nowhere, Outer.class, Json.gson(), notices::add).read()).isEmpty();
  }

  private static Object inode(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Test
  void is_empty_where_nothing_was_written() throws Exception {
    assertThat(file().read()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void reads_what_an_older_version_did_not_write_as_empty() throws Exception {
    write("{\"version\":1,\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\",\"more\":[]}");
    assertThat(file().read())
        .contains(
            new Outer(
                "n",
                1,
                Instant.parse("2026-01-31T12:00:00Z"),
                Optional.empty(),
                List.of(),
                Map.of()));
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{",
        "{}",
        "{\"name\":null,\"count\":1,\"at\":\"2026-01-31T12:00:00Z\"}",
        "{\"name\":\"n\",\"count\":\"many\",\"at\":\"2026-01-31T12:00:00Z\"}",
        "{\"name\":\"n\",\"count\":1,\"at\":\"yesterday\"}",
        "{\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\",\"inner\":{\"path\":\"/x\",\"colour\":\"GREEN\"}}",
        "{\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\",\"inner\":[]}",
        "{\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\",\"list\":[null]}",
        "{\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\",\"list\":{}}",
        "{\"version\":\"x\"}",
        "{\"version\":2,\"name\":\"n\",\"count\":1,\"at\":\"2026-01-31T12:00:00Z\"}",
        "\u0000\u0001",
      })
  void sets_aside_what_it_cannot_trust_and_says_so(String text) throws Exception {
    write(text);
    assertThat(file().read()).isEmpty();
    assertThat(notices).hasSize(1).allMatch(each -> each.contains("f.json.damaged"));
    assertThat(dir.resolve("f.json.damaged")).content().isEqualTo(text);
    assertThat(file().read()).isEmpty();
    assertThat(notices).hasSize(1);
  }

  @Test
  void sets_aside_every_half_of_what_it_wrote() throws Exception {
    file().write(FULL);
    byte[] whole = Files.readAllBytes(dir.resolve("f.json"));
    for (int length = 0; length < whole.length - 2; length++) {
      Files.write(dir.resolve("f.json"), java.util.Arrays.copyOf(whole, length));
      assertThat(file().read()).as("%d bytes", length).isEmpty();
    }
  }

  private RecordFile<Outer> file() {
    return new RecordFile<>(dir.resolve("f.json"), Outer.class, Json.gson(), notices::add);
  }

  private void write(String text) throws IOException {
    Files.writeString(dir.resolve("f.json"), text);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
