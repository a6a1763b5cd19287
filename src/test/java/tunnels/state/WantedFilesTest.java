package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunnels.supervise.Store;
import tunnels.supervise.Wanted;

class WantedFilesTest {

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private FileLocks locks;

  @BeforeEach
  void open() throws Exception {
    locks = FileLocks.open(elsewhere.resolve("lock"), notice -> {});
  }

  @AfterEach
  void close() throws Exception {
    locks.close();
  }

  @Test
  void say_nothing_at_first() throws Exception {
    assertThat(files().read()).isEmpty();
    assertThat(files(folder.resolve("none")).read()).isEmpty();
  }

  @Test
  void say_the_last_word_of_each_tunnel_in_their_names_alone() throws Exception {
    files().write(Set.of("a"), Wanted.UP);
    files().write(Set.of("b"), Wanted.DOWN);
    files().write(Set.of("b.up"), Wanted.DOWN);
    files().write(Set.of("a"), Wanted.UP);
    files().write(Set.of("a"), Wanted.DOWN);
    files().write(Set.of("b"), Wanted.UP);
    assertThat(files().read())
        .isEqualTo(Map.of("a", Wanted.DOWN, "b", Wanted.UP, "b.up", Wanted.DOWN));
    assertThat(folder).isDirectoryNotContaining(file -> !isEmpty(file));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.down", "b.up", "b.up.down");
  }

  @Test
  void tell_of_foreign_files_nothing() throws Exception {
    for (String foreign : new String[] {"README", "a.sideways", ".new123"}) {
      Files.writeString(folder.resolve(foreign), "up");
    }
    assertThat(files().read()).isEmpty();
  }

  /** As a command leaves it that is killed between the two. */
  @Test
  void that_contradict_each_other_mean_what_was_said_last() throws Exception {
    Path up = Files.createFile(folder.resolve("a.up"));
    Path down = Files.createFile(folder.resolve("a.down"));
    Files.setLastModifiedTime(up, FileTime.fromMillis(1000));
    Files.setLastModifiedTime(down, FileTime.fromMillis(2000));
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.DOWN));
    files().write(Set.of("a"), Wanted.UP);
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.UP));
    assertThat(down).doesNotExist();
  }

  @Test
  void count_a_hold_while_its_process_lives_and_no_longer() throws Exception {
    Files.createFile(folder.resolve("a.hold")); // as one leaves it that was killed
    assertThat(files().read()).isEmpty();
    Store.Hold hold = files().hold("a").orElseThrow();
    assertThat(files().hold("a")).isEmpty();
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.UP));
    hold.close();
    assertThat(folder).isEmptyDirectory();
    assertThat(files().hold("a")).isPresent();
  }

  /** By their order, and not by their times: the clock may be set back. */
  @Test
  void count_a_word_said_after_a_hold_began_and_none_before() throws Exception {
    files().write(Set.of("a"), Wanted.DOWN);
    dateAhead("a.down");
    Store.Hold hold = files().hold("a").orElseThrow();
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.UP));
    assertThat(files().isHeld("a")).isTrue();
    dateAhead("a.hold");
    files().write(Set.of("a"), Wanted.DOWN);
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.DOWN));
    hold.close();
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.DOWN));
    assertThat(files().hold("a")).isPresent();
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.UP));
  }

  @Test
  void say_the_last_word_whatever_the_clock_said_before() throws Exception {
    files().write(Set.of("a"), Wanted.DOWN);
    dateAhead("a.down");
    files().write(Set.of("a"), Wanted.UP);
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.UP));
    dateAhead("a.up");
    files().write(Set.of("a"), Wanted.DOWN);
    assertThat(files().read()).isEqualTo(Map.of("a", Wanted.DOWN));
    assertThat(folder.toFile().list()).containsExactly("a.down");
  }

  private void dateAhead(String file) throws Exception {
    Instant ahead = Instant.now().plus(Duration.ofHours(1));
    Files.setLastModifiedTime(folder.resolve(file), FileTime.from(ahead));
  }

  @Test
  void name_the_process_that_has_reserved_it_and_want_nothing_before_it_holds() throws Exception {
    WantedFiles files = files();
    long pid = ProcessHandle.current().pid();
    Files.writeString(folder.resolve("a.hold"), "1\n"); // of one that was killed
    assertThat(files.holder("a")).isEmpty();
    Store.Hold reserved = files.reserve("a").orElseThrow();
    assertThat(files().reserve("a")).isEmpty();
    assertThat(files.read()).isEmpty();
    assertThat(files.holder("a")).contains(new Store.Holder(Optional.of(pid), false));
    Store.Hold hold = files.hold("a").orElseThrow();
    assertThat(files.holder("a")).contains(new Store.Holder(Optional.of(pid), true));
    hold.close();
    reserved.close();
    assertThat(files.holder("a")).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void do_not_count_a_hold_that_was_asked_down_before_it_had_its_lock() throws Exception {
    WantedFiles files = files();
    files.write(Set.of("a"), Wanted.DOWN);
    assertThat(files.reserve("a")).isPresent();
    files().write(Set.of("a"), Wanted.DOWN);
    assertThat(files.hold("a")).isEmpty();
    assertThat(files.read()).isEqualTo(Map.of("a", Wanted.DOWN));
  }

  private WantedFiles files() {
    return files(folder);
  }

  private WantedFiles files(Path place) {
    return new WantedFiles(place, locks, notice -> {});
  }

  private static boolean isEmpty(Path file) {
    return file.toFile().length() == 0;
  }
}
