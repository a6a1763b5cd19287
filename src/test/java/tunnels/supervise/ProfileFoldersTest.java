package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunnels.profile.Catalogs;

/** Whose a tunnel is that has no profile here, and when it counts as deleted. */
class ProfileFoldersTest {

  @TempDir private Path here;
  @TempDir private Path there;
  private long millis;
  private final Doubts doubts =
      new Doubts(new SecondLook(() -> Duration.ofMillis(millis).toNanos()));

  @BeforeEach
  void folders() throws IOException {
    write(here, "a");
    write(there, "b");
  }

  @Test
  void one_that_has_a_profile_in_another_folder_is_not_ours() throws Exception {
    ConnectionRecord record = waiting("b", there);
    assertThat(ProfileFolders.areOthers(record, roster(Map.of()))).isTrue();
    assertThat(ProfileFolders.areOthers(record, roster(Map.of("b", Wanted.DOWN)))).isFalse();
    assertThat(roster(Map.of()).elsewhere("b", folder(there))).isTrue();
    assertThat(roster(Map.of()).stays("b", folder(there))).isTrue();
    assertThat(roster(Map.of("b", Wanted.DOWN)).stays("b", folder(there))).isFalse();
  }

  @Test
  void one_whose_whole_folder_is_away_may_have_a_profile_there() throws Exception {
    Files.delete(there.resolve("profiles/b.toml"));
    Files.delete(there.resolve("profiles"));
    assertThat(roster(Map.of()).elsewhere("b", folder(there))).isTrue();
    assertThat(roster(Map.of()).gone("b", folder(there))).isFalse();
  }

  @Test
  void one_that_has_a_profile_here_too_is_ours() throws Exception {
    assertThat(roster(Map.of()).elsewhere("a", folder(there))).isFalse();
    assertThat(ProfileFolders.areOthers(waiting("a", there), roster(Map.of()))).isFalse();
  }

  @Test
  void another_path_to_the_same_folder_is_the_same() throws Exception {
    Path link = Files.createSymbolicLink(there.resolve("link"), here);
    Files.delete(here.resolve("profiles/a.toml"));
    assertThat(roster(Map.of()).elsewhere("a", folder(link))).isFalse();
    assertThat(roster(Map.of()).gone("a", folder(link))).isTrue();
  }

  @Test
  void a_missing_profile_is_deleted_at_the_second_look() throws Exception {
    ConnectionRecord record = waiting("a", here);
    for (int save = 0; save < 6; save++) {
      Files.delete(here.resolve("profiles/a.toml"));
      assertThat(doubted(record).stays("a", folder(here))).isTrue();
      millis += 100;
      assertThat(doubted(record).stays("a", folder(here))).isTrue();
      write(here, "a");
      assertThat(doubted(record).gone("a", folder(here))).isFalse();
      millis += 3000;
    }
    Files.delete(here.resolve("profiles/a.toml"));
    assertThat(doubted(record).gone("a", folder(here))).isFalse();
    millis += 2000;
    assertThat(doubted(record).gone("a", folder(here))).isTrue();
    assertThat(doubted(record).stays("a", folder(here))).isFalse();
  }

  /** Though both looks fall into a moment in which it is missing. */
  @Test
  void a_profile_that_was_back_between_two_looks_is_not_deleted() throws Exception {
    ConnectionRecord record = waiting("a", here);
    Path folder = here.resolve("profiles");
    Files.delete(folder.resolve("a.toml"));
    assertThat(doubted(record).stays("a", folder(here))).isTrue();
    Files.setLastModifiedTime(folder, FileTime.fromMillis(1000)); // by what happened to the file
    millis += 2000;
    assertThat(doubted(record).stays("a", folder(here))).isTrue();
    millis += 2000;
    assertThat(doubted(record).gone("a", folder(here))).isTrue();
  }

  @Test
  void a_missing_profile_of_what_was_asked_down_is_in_no_doubt() throws Exception {
    Files.delete(here.resolve("profiles/a.toml"));
    Roster told = roster(Map.of("a", Wanted.DOWN));
    assertThat(doubts.in(told, waiting("a", here)).stays("a", folder(here))).isFalse();
  }

  private Roster doubted(ConnectionRecord record) {
    return doubts.in(roster(Map.of()), record);
  }

  private Roster roster(Map<String, Wanted> asked) {
    return new Roster(Catalogs.read(here, here), asked, Set.of(), Map.of());
  }

  private static Optional<Path> folder(Path config) {
    return Optional.of(config.resolve("profiles"));
  }

  private static ConnectionRecord waiting(String tunnel, Path config) {
    ConnectionRecord.Told told =
        new ConnectionRecord.Told(Phase.WAITING, Instant.EPOCH, folder(config));
    return ConnectionRecord.blank(tunnel).withTunnels(Map.of(tunnel, told));
  }

  private static void write(Path config, String tunnel) throws IOException {
    Files.createDirectories(config.resolve("profiles"));
    Files.writeString(
        config.resolve("profiles/" + tunnel + ".toml"),
        "host = \"h\"\nautostart = true\n[[forward]]\nlocal = \"8080:localhost:80\"\n");
  }
}
