package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tunnels.fixture.Profiles;
import tunnels.openssh.ControlSocket.State;
import tunnels.openssh.MuxForward;

class TransitionTest {

  private static final Wish WISH =
      new Wish("a", MuxForward.of(Profiles.forward("dynamic = '1080'")));
  private static final HeldForward HELD =
      new HeldForward("a", WISH.forward(), WISH.forward(), 0, Optional.empty());

  @ParameterizedTest(name = "{0}, {1}, may try: {2} -> {3}")
  @CsvSource({
    "PERSON,     ABSENT, false, START",
    "PERSON,     STALE,  false, START",
    "PERSON,     SILENT, false, REPLACE",
    "PERSON,     LIVE,   false, REST",
    "UNATTENDED, ABSENT, true,  START",
    "UNATTENDED, STALE,  true,  START",
    "UNATTENDED, SILENT, true,  REPLACE",
    "UNATTENDED, LIVE,   true,  REST",
    "UNATTENDED, ABSENT, false, REST",
    "UNATTENDED, STALE,  false, REST",
    "UNATTENDED, SILENT, false, REST",
    "TAKE_DOWN,  ABSENT, true,  REST",
    "TAKE_DOWN,  STALE,  true,  REST",
    "TAKE_DOWN,  SILENT, true,  REST",
    "TAKE_DOWN,  LIVE,   true,  REST",
  })
  void brings_back_what_is_wanted(Mode mode, State master, boolean mayTry, Step step) {
    assertThat(next(mode, true, master, true, true, mayTry, 0, 0)).isEqualTo(step);
  }

  @ParameterizedTest
  @EnumSource
  void ends_what_nobody_wants_whoever_asks(Mode mode) {
    for (State master : State.values()) {
      var running =
          new Situation(mode, false, master, true, true, true, true, List.of(HELD), List.of());
      assertThat(Transition.next(running)).isEqualTo(Step.STOP);
      var nothing =
          new Situation(mode, false, master, false, false, true, true, List.of(), List.of());
      assertThat(Transition.next(nothing)).isEqualTo(Step.REST);
    }
  }

  @ParameterizedTest(name = "{0}, proven: {1}, current: {2}, may try: {3} -> {4}")
  @CsvSource({
    "PERSON,     false, true,  false, ADOPT",
    "UNATTENDED, false, true,  false, ADOPT",
    "TAKE_DOWN,  false, true,  false, ADOPT",
    "PERSON,     true,  false, false, REPLACE",
    "PERSON,     false, false, false, REPLACE",
    "UNATTENDED, true,  false, true,  REPLACE",
    "UNATTENDED, true,  false, false, REST",
    "TAKE_DOWN,  true,  false, true,  REST",
  })
  void replaces_a_living_master_only_for_another_connection_and_adopts_one_that_is_unproven(
      Mode mode, boolean proven, boolean current, boolean mayTry, Step step) {
    assertThat(next(mode, true, State.LIVE, proven, current, mayTry, 0, 0)).isEqualTo(step);
  }

  @Test
  void adjusts_the_forwards_of_a_living_master() {
    for (Mode mode : Mode.values()) {
      assertThat(next(mode, true, State.LIVE, true, true, false, 1, 0)).isEqualTo(Step.ADJUST);
      assertThat(next(mode, true, State.LIVE, true, true, false, 0, 1)).isEqualTo(Step.ADJUST);
    }
  }

  private static Step next(
      Mode mode,
      boolean wanted,
      State master,
      boolean proven,
      boolean current,
      boolean mayTry,
      int surplus,
      int missing) {
    return Transition.next(
        new Situation(
            mode,
            wanted,
            master,
            true,
            proven,
            current,
            mayTry,
            java.util.Collections.nCopies(surplus, HELD),
            java.util.Collections.nCopies(missing, WISH)));
  }
}
