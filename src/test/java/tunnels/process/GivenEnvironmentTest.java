package tunnels.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GivenEnvironmentTest {

  private static final String LOCALE = "tunnels.given.LC_ALL";

  @Test
  void has_what_the_user_had_where_the_launcher_has_its_own() {
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "A", "b"), Map.of(LOCALE, "POSIX")))
        .isEqualTo(Map.of("LC_ALL", "POSIX", "A", "b"));
  }

  @Test
  void has_none_where_the_user_had_none() {
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "A", "b"), Map.of(LOCALE, "")))
        .isEqualTo(Map.of("A", "b"));
  }

  @Test
  void is_left_alone_without_the_launcher() {
    Map<String, String> mine = Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2");
    assertThat(restored(mine, Map.of())).isEqualTo(mine);
  }

  private static Map<String, String> restored(
      Map<String, String> environment, Map<String, String> properties) {
    Map<String, String> changed = new TreeMap<>(environment);
    GivenEnvironment.restore(changed, properties::get);
    return changed;
  }
}
