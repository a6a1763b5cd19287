package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.openssh.ControlSocket.State;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;

class PhasesTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest(name = "wanted {0}, {1}, proven {2}, has {3}, complete {4}, busy {5} -> {6}")
  @CsvSource({
    // wanted, master, proven, has, complete, busy
    "true,  LIVE,   true,  true,  true,  false, UP",
    "true,  LIVE,   true,  true,  true,  true,  UP",
    "true,  LIVE,   true,  true,  false, false, DEGRADED",
    "true,  LIVE,   true,  false, false, false, DEGRADED",
    "true,  LIVE,   true,  false, false, true,  STARTING",
    "true,  LIVE,   false, true,  true,  false, DEGRADED",
    "true,  LIVE,   false, true,  true,  true,  STARTING",
    "true,  ABSENT, false, false, false, true,  STARTING",
    "true,  ABSENT, false, false, false, false, DOWN",
    "true,  STALE,  true,  true,  true,  false, DOWN",
    "true,  SILENT, true,  true,  true,  false, DOWN",
    "false, LIVE,   true,  true,  true,  false, STOPPING",
    "false, LIVE,   true,  false, true,  false, DOWN",
    "false, ABSENT, false, false, true,  false, DOWN",
    "false, ABSENT, false, true,  true,  true,  STOPPING",
    "false, STALE,  true,  true,  true,  false, DOWN",
  })
  void tells_what_is_the_case(
      boolean wanted,
      State master,
      boolean proven,
      boolean has,
      boolean complete,
      boolean busy,
      Phase phase) {
    assertThat(
            Phases.of(
                new Phases.Facts(
                    wanted, true, master, proven, Trouble.none(), has, complete, busy)))
        .isEqualTo(phase);
  }

  @Test
  void waits_after_a_failure_that_may_mend_itself_and_holds_after_one_that_does_not() {
    assertThat(failed(true, FailureKind.REFUSED)).isEqualTo(Phase.WAITING);
    assertThat(failed(true, FailureKind.AUTH)).isEqualTo(Phase.HELD);
    assertThat(failed(false, FailureKind.REFUSED)).isEqualTo(Phase.HELD);
  }

  private static Phase failed(boolean unattended, FailureKind kind) {
    Trouble trouble =
        new Trouble(
            1,
            Optional.of(NOW),
            Optional.of(new Failure(kind, "words", "advice", NOW)),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of());
    return Phases.of(
        new Phases.Facts(true, unattended, State.ABSENT, false, trouble, false, false, false));
  }

  @Test
  void has_the_words_of_the_contract() {
    assertThat(Phase.values())
        .extracting(Phase::word)
        .containsExactlyInAnyOrder(
            "down", "queued", "starting", "up", "degraded", "waiting", "held", "stopping");
  }
}
