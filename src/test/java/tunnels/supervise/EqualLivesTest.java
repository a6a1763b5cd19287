package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.profile.Profile;

class EqualLivesTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  /** Seconds that the last masters lived; the latest last. */
  @ParameterizedTest
  @CsvSource({
    "5, 0",
    "5 5, 0",
    "5 5 5, 3",
    "5 6 5, 3",
    "5 5 9, 0",
    "8 10 10, 3",
    "7 10 10, 0",
    "9 5 5 5, 3",
    "5 60 5 61 5, 3",
    "5 60 61 62 63, 4",
    "300 310 305 301 320, 5",
    "300 360 305, 0",
    "300 345 400, 0",
    "43200 43200 43200, 3",
    "86400 86400 86400, 0"
  })
  void takes_three_of_the_last_few_at_one_age_for_no_chance(String seconds, int times) {
    List<Long> millis =
        Arrays.stream(seconds.split(" ")).map(each -> Long.parseLong(each) * 1000).toList();
    assertThat(EqualLives.of(millis).map(EqualLives::times).orElse(0)).isEqualTo(times);
  }

  @Test
  void remembers_the_last_five() {
    List<Long> millis = List.of();
    for (int life = 1; life <= 7; life++) {
      millis = EqualLives.with(millis, Duration.ofMillis(life));
    }
    assertThat(millis).containsExactly(3L, 4L, 5L, 6L, 7L);
  }

  @ParameterizedTest
  @CsvSource({"5400, 5 s", "119000, 119 s", "300000, 5 min"})
  void names_the_age(long millis, String age) {
    Failure named = new EqualLives(Duration.ofMillis(millis), 3).named(NOON);
    assertThat(named.words())
        .isEqualTo(
            "closed: the connection ended " + age + " after its start, as it did 2 times before");
    assertThat(named.advice()).contains("UnusedConnectionTimeout", "firewall");
  }

  @Test
  void a_trouble_names_them_at_the_third_death_and_forgets_them_with_other_settings() {
    Trouble trouble = Trouble.none().under("settings");
    for (int death = 1; death <= 3; death++) {
      assertThat(EqualLives.of(trouble.lives())).isEmpty();
      trouble = died(trouble, Optional.of(Duration.ofSeconds(5))).over();
    }
    assertThat(EqualLives.of(trouble.lives())).isPresent();
    Failure fourth = died(trouble, Optional.of(Duration.ofSeconds(5))).failure().orElseThrow();
    assertThat(fourth.message()).contains("as it did 3 times before");
    Failure killed = died(trouble, Optional.empty()).failure().orElseThrow();
    assertThat(killed.message()).isEqualTo("words");
    assertThat(trouble.under("other").lives()).isEmpty();
  }

  private static Trouble died(Trouble before, Optional<Duration> lived) {
    Failure death = new Failure(FailureKind.CLOSED, "words", "advice", NOON);
    Profile.Retry retry =
        new Profile.Retry(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty());
    return before.died(death, retry, 0, lived);
  }
}
