package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.supervise.Store;

class SupervisionTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir private Path folder;

  /** A clock that is set after the start makes the start of every process another one. */
  @ParameterizedTest
  @ValueSource(strings = {"-PT876000H", "-PT1H", "PT0S", "PT1H"})
  void has_its_place_taken_while_the_lock_is(String set) throws Exception {
    Instant start = Instant.now().plus(Duration.parse(set));
    try (StateDirectory state = StateDirectory.open(folder, "here", notice -> {})) {
      Supervision supervision = state.supervision();
      assertThat(supervision.isKept(start)).isFalse();
      assertThat(supervision.pid()).isEmpty();
      Store.Hold place = supervision.take(4711, start).orElseThrow();
      assertThat(supervision.isKept(NOON)).isTrue();
      assertThat(supervision.pid()).contains(4711L);
      assertThat(supervision.take(4712, start)).isEmpty();
      place.close();
      assertThat(supervision.isKept(NOON)).isFalse();
      assertThat(supervision.pid()).isEmpty();
    }
  }

  @Test
  void believes_in_a_keepalive_that_is_near_by_its_time_and_in_none_that_is_far_ahead()
      throws Exception {
    try (StateDirectory state = StateDirectory.open(folder, "here", notice -> {})) {
      Supervision supervision = state.supervision();
      assertThat(supervision.passedLately(NOON)).isFalse();
      supervision.noteKeepalive(NOON);
      for (int minutes : new int[] {-14, 0, 14}) {
        assertThat(supervision.passedLately(NOON.plusSeconds(60L * minutes))).isTrue();
      }
      for (int minutes : new int[] {-120, -16, 16, 120}) {
        assertThat(supervision.passedLately(NOON.plusSeconds(60L * minutes))).isFalse();
      }
    }
  }
}
