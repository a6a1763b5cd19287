package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.profile.Profile;

class TroubleTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Profile.Retry RETRY =
      new Profile.Retry(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty());

  @Test
  void doubles_the_wait_with_each_failed_start() {
    Trouble once = Trouble.none().failed(failure(FailureKind.REFUSED, NOON), RETRY, 0);
    assertThat(once.retryAt()).contains(NOON.plusSeconds(1));
    assertThat(once.due(NOON)).isFalse();
    assertThat(once.due(NOON.plusSeconds(1))).isTrue();
    Trouble twice = once.failed(failure(FailureKind.REFUSED, NOON.plusSeconds(1)), RETRY, 0);
    assertThat(twice.retryAt()).contains(NOON.plusSeconds(3));
    assertThat(twice.over().attempts()).isZero();
  }

  @Test
  void restarts_at_once_after_ten_deaths_in_ten_minutes_and_then_waits() {
    Trouble trouble = Trouble.none();
    for (int death = 1; death <= 10; death++) {
      trouble = trouble.died(failure(FailureKind.CLOSED, NOON.plusSeconds(death)), RETRY, 0);
      assertThat(trouble.due(NOON.plusSeconds(death))).isTrue();
      trouble = trouble.over();
    }
    trouble = trouble.died(failure(FailureKind.CLOSED, NOON.plusSeconds(11)), RETRY, 0);
    assertThat(trouble.retryAt()).contains(NOON.plusSeconds(12));
    trouble = trouble.died(failure(FailureKind.CLOSED, NOON.plusSeconds(12)), RETRY, 0);
    assertThat(trouble.retryAt()).contains(NOON.plusSeconds(14));
  }

  @Test
  void forgets_deaths_that_are_ten_minutes_old() {
    Trouble trouble = Trouble.none();
    for (int minute = 0; minute < 100; minute++) {
      Instant at = NOON.plus(Duration.ofMinutes(minute));
      trouble = trouble.died(failure(FailureKind.CLOSED, at), RETRY, 0);
      assertThat(trouble.retryAt()).isEmpty();
      assertThat(trouble.deaths()).hasSizeLessThanOrEqualTo(10);
    }
  }

  private static Failure failure(FailureKind kind, Instant at) {
    return new Failure(kind, "words", "advice", at);
  }
}
