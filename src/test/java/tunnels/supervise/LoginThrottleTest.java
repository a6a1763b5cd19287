package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;

/** Who logs in when: what happened, at which second, and what follows. */
class LoginThrottleTest {

  private static final String SERVER = "h:22";
  private static final String OTHER = "h:2222";
  private static final int MOST = 3;

  private long now = -Duration.ofSeconds(5).toNanos(); // the clock may begin anywhere
  private final LoginThrottle throttle = new LoginThrottle(() -> now);

  @Test
  void lets_one_after_the_other_try_a_server_that_has_let_nobody_in() {
    assertThat(pass("a")).isTrue();
    assertThat(pass("b")).isFalse();
    assertThat(throttle.waits("b")).isTrue();
    assertThat(throttle.due()).isEmpty();
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("b");
    assertThat(pass("b")).isTrue();
  }

  @Test
  void lets_several_in_at_a_time_once_one_is_in_and_no_more_than_that() {
    List.of("a", "b", "c", "d", "e").forEach(this::pass);
    throttle.over("a", LoginOutcome.LOGGED_IN);
    assertThat(throttle.due()).containsExactly("b", "c", "d");
    assertThat(List.of(pass("b"), pass("c"), pass("d"), pass("e")))
        .containsExactly(true, true, true, false);
    throttle.over("c", LoginOutcome.LOGGED_IN);
    assertThat(throttle.due()).containsExactly("e");
  }

  @Test
  void pauses_after_failures_of_the_server_longer_each_time_up_to_half_a_minute() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pauses.add(pauseAfterFailureOf("a"));
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  private long pauseAfterFailureOf(String name) {
    assertThat(pass(name)).isTrue();
    throttle.over(name, LoginOutcome.SERVER_FAILED);
    assertThat(pass(name)).isFalse();
    assertThat(throttle.due()).isEmpty();
    long pause = throttle.next() - now;
    now += pause - 1;
    assertThat(throttle.due()).isEmpty();
    now++;
    assertThat(throttle.due()).containsExactly(name);
    return Duration.ofNanos(pause).toSeconds();
  }

  @Test
  void begins_with_short_pauses_again_after_a_success() {
    fail("a", 4);
    now += Duration.ofSeconds(30).toNanos();
    up("a");
    throttle.died("a");
    assertThat(pauseAfterFailureOf("a")).isEqualTo(1);
  }

  @Test
  void lets_nobody_follow_one_that_failed_where_others_got_in() {
    up("a");
    List.of("b", "c").forEach(this::pass);
    throttle.over("b", LoginOutcome.SERVER_FAILED);
    assertThat(pass("d")).isFalse();
    throttle.over("c", LoginOutcome.NOTHING);
    assertThat(throttle.due()).isEmpty();
  }

  /** A held tunnel is looked at every few seconds, and would have shut the others out. */
  @Test
  void counts_no_pass_that_did_not_try() {
    for (int i = 0; i < 100; i++) {
      throttle.begin("held");
      throttle.passed("held");
    }
    assertThat(pass("b")).isTrue();
  }

  @Test
  void counts_no_failure_that_is_not_the_servers() {
    pass("a");
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(pass("b")).isTrue();
  }

  @Test
  void one_that_had_its_turn_and_did_not_log_in_keeps_nobody_waiting() {
    List.of("a", "b", "c").forEach(this::pass);
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("b");
    throttle.begin("b");
    throttle.passed("b"); // held meanwhile, or wanted down
    assertThat(throttle.waits("b")).isFalse();
    assertThat(throttle.due()).containsExactly("c");
  }

  @Test
  void lets_the_longest_waiting_go_first_whatever_the_names() {
    pass("a");
    for (String name : List.of("z", "m", "b")) {
      now++;
      pass(name);
    }
    now++;
    List<String> order = new ArrayList<>();
    String last = "a";
    for (int i = 0; i < 6; i++) {
      throttle.over(last, LoginOutcome.SERVER_FAILED);
      pass(last); // tries again, behind the others
      now = throttle.next();
      last = throttle.due().get(0);
      order.add(last);
      assertThat(pass(last)).isTrue();
    }
    assertThat(order).containsExactly("z", "m", "b", "a", "z", "m");
  }

  @Test
  void keeps_the_place_of_one_that_asks_again() {
    for (String name : List.of("a", "z", "b", "z")) {
      now++;
      pass(name);
    }
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("z");
  }

  @Test
  void a_death_is_followed_by_an_attempt_at_once_whatever_the_pause() {
    up("b");
    fail("a", 6);
    now += Duration.ofSeconds(3).toNanos();
    throttle.died("b");
    assertThat(pass("b")).isTrue();
  }

  @Test
  void a_death_does_not_wait_for_one_that_is_trying_since_before_it() {
    up("b");
    throttle.died("x");
    pass("a");
    now++;
    throttle.died("b");
    assertThat(pass("b")).isTrue();
  }

  @Test
  void a_death_that_only_the_pass_has_seen_counts_the_same() {
    up("b");
    fail("a", 6);
    now++;
    throttle.begin("b");
    assertThat(throttle.admit("b", SERVER, MOST, true)).isTrue();
  }

  /** With their server: one attempt, then pauses. */
  @Test
  void of_many_that_die_together_one_tries() {
    List.of("a", "b", "c", "d").forEach(this::up);
    now++;
    List.of("a", "b", "c", "d").forEach(throttle::died);
    assertThat(pass("a")).isTrue();
    assertThat(pass("b")).isFalse();
    throttle.over("a", LoginOutcome.SERVER_FAILED);
    assertThat(pass("c")).isFalse();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(throttle.due()).containsExactly("b");
  }

  @Test
  void those_that_died_go_before_those_that_were_never_up() {
    up("x");
    up("y");
    throttle.died("x");
    pass("x");
    for (String waiting : List.of("a", "b")) {
      pass(waiting);
    }
    throttle.died("y"); // in the same instant as x: somebody has tried since
    pass("y");
    throttle.over("x", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("y");
  }

  /** Its first attempt goes first, not all that follow. */
  @Test
  void one_that_died_and_failed_waits_behind_the_others() {
    up("b");
    now++;
    throttle.died("b");
    pass("b");
    now++;
    pass("a");
    throttle.over("b", LoginOutcome.SERVER_FAILED);
    now++;
    pass("b");
    now = throttle.next();
    assertThat(throttle.due()).containsExactly("a");
  }

  @Test
  void takes_each_server_by_itself() {
    fail("a", 6);
    assertThat(passTo("b", OTHER)).isTrue();
    assertThat(passTo("c", OTHER)).isFalse();
    assertThat(pass("a")).isFalse();
    throttle.over("b", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("c");
  }

  @Test
  void an_edit_that_leads_to_another_server_goes_to_the_end_of_its_queue() {
    pass("a");
    pass("b");
    now++;
    passTo("x", OTHER);
    passTo("y", OTHER);
    now++;
    passTo("b", OTHER);
    throttle.over("x", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("y");
  }

  @Test
  void counts_one_that_is_gone_until_its_login_is_over() {
    pass("a");
    throttle.retain(Set.of());
    assertThat(pass("b")).isFalse();
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("b");
  }

  @Test
  void an_edit_that_leads_to_another_server_leaves_the_old_one_behind() {
    fail("a", 6);
    assertThat(pass("b")).isFalse();
    assertThat(passTo("b", OTHER)).isTrue();
    assertThat(throttle.waits("b")).isFalse();
    throttle.over("b", LoginOutcome.LOGGED_IN);
    assertThat(pass("c")).isFalse();
  }

  @Test
  void a_server_that_is_back_is_tried_without_a_pause() {
    fail("a", 6);
    pass("b");
    assertThat(throttle.due()).isEmpty();
    throttle.open("b");
    assertThat(throttle.due()).containsExactly("b");
    assertThat(pauseAfterFailureOf("b")).isEqualTo(1);
  }

  @Test
  void forgets_connections_that_are_gone() {
    List.of("a", "b", "c").forEach(this::pass);
    throttle.retain(Set.of("c"));
    throttle.over("a", LoginOutcome.NOTHING);
    assertThat(throttle.due()).containsExactly("c");
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, SERVER_FAILED",
    "TIMEOUT, SERVER_FAILED",
    "CLOSED, SERVER_FAILED",
    "JUMP, SERVER_FAILED",
    "AUTH, NOTHING",
    "HOST_KEY, NOTHING",
    "CONFIG, NOTHING",
    "LOCAL_BUSY, NOTHING"
  })
  void knows_whose_failure_it_was(FailureKind kind, LoginOutcome outcome) {
    Failure failure = new Failure(kind, "words", "advice", Instant.EPOCH);
    assertThat(LoginOutcome.of(Optional.of(failure))).isEqualTo(outcome);
    assertThat(LoginOutcome.of(Optional.empty())).isEqualTo(LoginOutcome.LOGGED_IN);
  }

  private boolean pass(String name) {
    return passTo(name, SERVER);
  }

  private boolean passTo(String name, String server) {
    throttle.begin(name);
    boolean admitted = throttle.admit(name, server, MOST, false);
    throttle.passed(name);
    return admitted;
  }

  private void up(String name) {
    assertThat(pass(name)).isTrue();
    throttle.over(name, LoginOutcome.LOGGED_IN);
  }

  private void fail(String name, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(pass(name)).isTrue();
      throttle.over(name, LoginOutcome.SERVER_FAILED);
      now += Duration.ofSeconds(i + 1 < times ? 30 : 0).toNanos();
    }
  }
}
