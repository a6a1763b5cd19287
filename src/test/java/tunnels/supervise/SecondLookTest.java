package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecondLookTest {

  private static final SecondLook.Place SETTINGS = new SecondLook.Place("a", Optional.empty());
  private static final SecondLook.Place PROFILE = new SecondLook.Place("a", Optional.of("t"));

  private long millis;
  private final SecondLook look = new SecondLook(() -> Duration.ofMillis(millis).toNanos());

  @Test
  void what_is_said_for_two_seconds_is_believed() {
    assertThat(look.believes(PROFILE, "gone")).isFalse();
    assertThat(look.pause("a")).contains(Duration.ofSeconds(2));
    assertThat(look.doubted(true)).containsExactly("a");
    millis = 1999;
    assertThat(look.believes(PROFILE, "gone")).isFalse();
    assertThat(look.pause("a")).contains(Duration.ofMillis(1));
    millis = 2000;
    assertThat(look.believes(PROFILE, "gone")).isTrue();
    assertThat(look.pause("a")).as("nothing is due by itself").isEmpty();
    assertThat(look.doubted(true)).isEmpty();
    assertThat(look.believes(PROFILE, "gone")).isTrue();
  }

  @Test
  void what_was_back_meanwhile_is_in_doubt_anew() {
    for (int save = 0; save < 6; save++) {
      assertThat(look.believes(PROFILE, "gone")).isFalse();
      millis += 100;
      assertThat(look.believes(PROFILE, "")).isTrue();
      millis += 2000;
    }
    assertThat(look.pause("a")).isEmpty();
  }

  @Test
  void something_else_is_in_doubt_anew() {
    assertThat(look.believes(SETTINGS, "one forward")).isFalse();
    millis = 1500;
    assertThat(look.believes(SETTINGS, "all forwards")).isFalse();
    millis = 2500;
    assertThat(look.believes(SETTINGS, "all forwards")).isFalse();
    millis = 3500;
    assertThat(look.believes(SETTINGS, "all forwards")).isTrue();
  }

  @Test
  void connections_and_profiles_are_told_apart() {
    assertThat(look.believes(SETTINGS, "x")).isFalse();
    millis = 500;
    assertThat(look.believes(PROFILE, "x")).isFalse();
    assertThat(look.believes(new SecondLook.Place("b", Optional.of("u")), "x")).isFalse();
    assertThat(look.pause("a")).contains(Duration.ofMillis(1500));
    assertThat(look.pause("b")).contains(Duration.ofSeconds(2));
    assertThat(look.pause("c")).isEmpty();
    assertThat(look.doubted(true)).containsExactlyInAnyOrder("a", "b");
    assertThat(look.doubted(false)).containsExactly("a");
  }
}
