package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.Profile;

class BackoffTest {

  private static final Profile.Retry RETRY =
      new Profile.Retry(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty());

  @ParameterizedTest(name = "attempt {0} waits {1} ms")
  @CsvSource({
    "1,          1000",
    "2,          2000",
    "3,          4000",
    "6,         32000",
    "7,         60000",
    "100,       60000",
    "2147483647,60000",
  })
  void doubles_from_first_to_max(int attempts, long milliseconds) {
    assertThat(Backoff.delay(RETRY, attempts, 0)).hasMillis(milliseconds);
  }

  @Test
  void takes_up_to_a_quarter_off_by_chance() {
    assertThat(Backoff.delay(RETRY, 3, 0.5)).hasMillis(3500);
    assertThat(Backoff.delay(RETRY, 3, 0.999_999))
        .isBetween(Duration.ofMillis(3000), Duration.ofMillis(3001));
  }
}
