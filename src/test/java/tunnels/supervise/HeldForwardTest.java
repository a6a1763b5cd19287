package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.openssh.Cause;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.MuxForward;
import tunnels.profile.Forward;

class HeldForwardTest {

  private static final Instant LATE = Instant.parse("2026-01-31T12:00:00Z");
  private static final Failure FAILURE =
      Failure.of(new Cause(FailureKind.REMOTE_REFUSED, "refused"), "hpc", LATE);

  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "599, true", "600, false", "90000, false"})
  void a_login_shell_that_did_not_come_to_our_command_is_left_alone_for_ten_minutes(
      long seconds, boolean alone) {
    HeldForward held = missing().late(Optional.of(LATE));
    assertThat(held.waitsForShell(LATE.plusSeconds(seconds))).isEqualTo(alone);
  }

  @Test
  void another_failure_waits_for_no_shell() {
    assertThat(missing().waitsForShell(LATE)).isFalse();
  }

  private static HeldForward missing() {
    MuxForward forward =
        new MuxForward(Forward.Kind.REMOTE, "/p", MuxForward.UNIX, "localhost", 80);
    return HeldForward.missing(new Wish("a", forward), FAILURE);
  }
}
