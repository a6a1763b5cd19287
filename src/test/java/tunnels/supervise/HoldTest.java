package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Grounds;
import tunnels.profile.Profile;

/** What only a person can mend. */
class HoldTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Grounds GROUNDS = new Grounds("files", Optional.empty());
  private static final Profile.Retry NEVER =
      new Profile.Retry(Duration.ofMillis(200), Duration.ofMillis(200), Optional.empty());
  private static final Profile.Retry HOURLY =
      new Profile.Retry(
          Duration.ofMillis(200), Duration.ofMillis(200), Optional.of(Duration.ofHours(1)));

  @Test
  void is_never_due_by_itself() {
    Trouble held = held(FailureKind.AUTH, NEVER);
    assertThat(held.retryAt()).isEmpty();
    assertThat(held.due(NOON)).isFalse();
    assertThat(held.due(NOON.plus(Duration.ofDays(1000)))).isFalse();
  }

  @Test
  void is_due_as_often_as_the_profile_says() {
    Trouble held = held(FailureKind.AUTH, HOURLY);
    assertThat(held.due(NOON.plus(Duration.ofMinutes(59)))).isFalse();
    assertThat(held.due(NOON.plus(Duration.ofMinutes(60)))).isTrue();
    Instant again = NOON.plus(Duration.ofMinutes(61));
    Trouble twice = held.held(failure(FailureKind.AUTH, again), GROUNDS, HOURLY);
    assertThat(twice.retryAt()).contains(again.plus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"AUTH", "HOST_KEY", "CONFIG", "NEGOTIATION"})
  void rests_on_what_it_was_found_with(FailureKind kind) {
    Trouble held = held(kind, NEVER);
    assertThat(held.holds()).isTrue();
    assertThat(held.grounds()).contains(GROUNDS);
  }

  @Test
  void is_over_when_it_is_up_and_forgotten_when_the_next_failure_is_another() {
    Trouble held = held(FailureKind.AUTH, NEVER);
    assertThat(held.over().holds()).isFalse();
    assertThat(held.over().due(NOON)).isTrue();
    Trouble waits = held.failed(failure(FailureKind.REFUSED, NOON), NEVER, 0);
    assertThat(waits.holds()).isFalse();
    assertThat(waits.grounds()).isEmpty();
    assertThat(waits.due(NOON.plusSeconds(61))).isTrue();
  }

  private static Trouble held(FailureKind kind, Profile.Retry retry) {
    return Trouble.none().held(failure(kind, NOON), GROUNDS, retry);
  }

  private static Failure failure(FailureKind kind, Instant at) {
    return new Failure(kind, "words", "advice", at);
  }
}
