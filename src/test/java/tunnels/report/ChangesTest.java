package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.supervise.Phase.DEGRADED;
import static tunnels.supervise.Phase.DOWN;
import static tunnels.supervise.Phase.HELD;
import static tunnels.supervise.Phase.STARTING;
import static tunnels.supervise.Phase.UP;
import static tunnels.supervise.Phase.WAITING;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

class ChangesTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static final Change DEATH = change(UP, DOWN, FailureKind.CLOSED);
  private static final Change START = change(DOWN, STARTING);
  private static final Change SUCCESS = change(STARTING, UP);

  @Test
  void says_nothing_of_nothing() {
    assertThat(lines()).isEmpty();
  }

  @Test
  void says_one_line_however_many_steps_there_were() {
    assertThat(lines(START, SUCCESS)).containsExactly("a: down -> up");
    assertThat(lines(DEATH, START, SUCCESS)).containsExactly("a: restarted (closed: words)");
    assertThat(lines(change(UP, DOWN))).containsExactly("a: up -> down");
    assertThat(lines(DEATH)).containsExactly("a: up -> down (closed: words)");
  }

  @Test
  void tells_why_it_is_not_up_rather_than_why_it_died() {
    assertThat(lines(DEATH, START, change(STARTING, WAITING, FailureKind.REFUSED)))
        .containsExactly("a: up -> waiting (refused: words)");
    assertThat(lines(DEATH, START, change(STARTING, HELD, FailureKind.HOST_KEY)))
        .containsExactly("a: up -> held (host-key: words)");
    assertThat(lines(DEATH, START, change(STARTING, DEGRADED, FailureKind.LOCAL_BUSY)))
        .containsExactly("a: up -> degraded (local-busy: words)");
  }

  @Test
  void says_nothing_of_one_that_failed_again() {
    assertThat(lines(change(HELD, STARTING), change(STARTING, HELD, FailureKind.AUTH))).isEmpty();
    assertThat(lines(change(WAITING, STARTING), change(STARTING, WAITING, FailureKind.DNS)))
        .isEmpty();
  }

  @Test
  void says_of_one_that_was_started_anew_that_it_was() {
    assertThat(lines(change(UP, STARTING), SUCCESS)).containsExactly("a: restarted");
    Change death = change(DEGRADED, DOWN, FailureKind.KEEPALIVE);
    assertThat(lines(death, START, change(STARTING, DEGRADED, FailureKind.LOCAL_BUSY)))
        .containsExactly("a: restarted (keepalive: words)");
  }

  @Test
  void keeps_tunnels_apart_in_the_order_of_their_first_changes() {
    Change other = new Change(NOON, "b", DOWN, UP, Optional.empty());
    assertThat(lines(START, other, SUCCESS)).containsExactly("a: down -> up", "b: down -> up");
  }

  private static List<String> lines(Change... changes) {
    return Changes.lines(List.of(changes));
  }

  private static Change change(Phase from, Phase to) {
    return new Change(NOON, "a", from, to, Optional.empty());
  }

  private static Change change(Phase from, Phase to, FailureKind kind) {
    return new Change(NOON, "a", from, to, Optional.of(new Failure(kind, "words", "advice", NOON)));
  }
}
