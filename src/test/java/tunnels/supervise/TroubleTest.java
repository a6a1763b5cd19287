package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Grounds;
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

  @Test
  void waits_no_longer_from_now_than_the_profile_allows() {
    Trouble waiting = Trouble.none().failed(failure(FailureKind.REFUSED, NOON), RETRY, 0);
    assertThat(waiting.bounded(NOON, RETRY)).isEqualTo(waiting);
    assertThat(waiting.bounded(NOON.plusSeconds(9), RETRY)).as("it is over").isEqualTo(waiting);
    Instant setBack = NOON.minus(Duration.ofHours(2));
    Trouble bounded = waiting.bounded(setBack, RETRY);
    assertThat(bounded.retryAt()).contains(setBack.plusSeconds(60));
    assertThat(bounded.attempts()).isEqualTo(waiting.attempts());
    assertThat(bounded.bounded(setBack.plusSeconds(30), RETRY)).isEqualTo(bounded);
    assertThat(Trouble.none().bounded(setBack, RETRY)).isEqualTo(Trouble.none());
  }

  @Test
  void is_held_no_longer_from_now_than_the_profile_allows() {
    Grounds grounds = new Grounds("files", Optional.empty());
    Profile.Retry hourly =
        new Profile.Retry(RETRY.first(), RETRY.max(), Optional.of(Duration.ofHours(1)));
    Failure auth = failure(FailureKind.AUTH, NOON);
    Trouble held = Trouble.none().held(auth, grounds, hourly);
    Instant setBack = NOON.minus(Duration.ofHours(2));
    assertThat(held.retryAt()).contains(NOON.plus(Duration.ofHours(1)));
    assertThat(held.bounded(NOON, hourly)).isEqualTo(held);
    assertThat(held.bounded(setBack, hourly).retryAt()).contains(NOON.minus(Duration.ofHours(1)));
    Trouble never = Trouble.none().held(auth, grounds, RETRY);
    assertThat(never.bounded(setBack, RETRY)).isEqualTo(never);
  }

  /** Deaths that are dated ahead say nothing of the last ten minutes. */
  @Test
  void counts_no_death_of_before_the_clock_was_set_back() {
    Trouble trouble = Trouble.none();
    for (int death = 1; death <= 10; death++) {
      trouble = trouble.died(failure(FailureKind.CLOSED, NOON.plusSeconds(death)), RETRY, 0);
    }
    Instant setBack = NOON.minus(Duration.ofHours(2));
    trouble = trouble.died(failure(FailureKind.CLOSED, setBack), RETRY, 0);
    assertThat(trouble.deaths()).containsExactly(setBack);
    assertThat(trouble.due(setBack)).isTrue();
  }

  /** The failure of other settings says nothing of these. */
  @Test
  void an_edit_ends_a_wait_and_a_hold() {
    for (Trouble trouble :
        List.of(
            Trouble.none().under("old").failed(failure(FailureKind.REFUSED, NOON), RETRY, 0),
            Trouble.none()
                .under("old")
                .held(failure(FailureKind.AUTH, NOON), new Grounds("", Optional.empty()), RETRY))) {
      assertThat(trouble.under("old").due(NOON)).isFalse();
      assertThat(trouble.under("new").due(NOON)).isTrue();
      assertThat(
              trouble.under("new").failed(failure(FailureKind.REFUSED, NOON), RETRY, 0).attempts())
          .isEqualTo(1);
    }
  }

  @Test
  void what_died_with_other_settings_counts_as_a_death_all_the_same() {
    Trouble trouble = Trouble.none().under("old").died(failure(FailureKind.CLOSED, NOON), RETRY, 0);
    assertThat(trouble.under("new").deaths()).hasSize(1);
  }

  private static Failure failure(FailureKind kind, Instant at) {
    return new Failure(kind, "words", "advice", at);
  }
}
