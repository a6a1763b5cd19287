package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Past;
import tunnels.openssh.FailureKind;
import tunnels.report.Timeline.Span;
import tunnels.supervise.Phase;

/** What is made of a tunnel's changes. */
class TimelineTest {

  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final Instant NOW = START.plus(Duration.ofHours(10));

  @Test
  void an_empty_record_is_no_time() {
    Timeline none = new Timeline("a", List.of(), NOW);
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.phase()).isEqualTo(Phase.DOWN);
    assertThat(none.availability(START)).isEqualTo("-");
    assertThat(none.since(START, Duration.ZERO)).isEmpty();
  }

  @Test
  void the_time_in_which_it_was_asked_down_does_not_count() {
    Past past = past().is(Phase.UP).after(Duration.ofHours(1)).is(Phase.DOWN);
    Timeline timeline = new Timeline("a", past.changes(), NOW);
    assertThat(timeline.asked(START)).isEqualTo(Duration.ofHours(1));
    assertThat(timeline.availability(START)).isEqualTo("100 %");
    assertThat(timeline.availability(NOW.minusSeconds(60))).isEqualTo("-");
  }

  /** It had happened by the next change, and by now at the latest. */
  @Test
  void times_of_before_the_clock_was_set_back_are_of_no_time_to_come() {
    Past past = past().is(Phase.UP).after(Duration.ofHours(20)).is(Phase.WAITING);
    past.after(Duration.ofHours(-18)).is(Phase.UP);
    Timeline timeline = new Timeline("a", past.changes(), NOW);
    assertThat(timeline.since(START, Duration.ZERO))
        .extracting(Span::phase, Span::length)
        .containsExactly(
            tuple(Phase.UP, Duration.ofHours(2)),
            tuple(Phase.WAITING, Duration.ZERO),
            tuple(Phase.UP, Duration.ofHours(8)));
    assertThat(timeline.availability(START)).isEqualTo("100 %");
  }

  @ParameterizedTest
  @CsvSource({
    "0,     100 %",
    "1,     99.99 %",
    "3600,  90.00 %",
    "36000, 0.00 %",
  })
  void availability_is_never_rounded_up(long away, String words) {
    Past past = past().is(Phase.WAITING).after(Duration.ofSeconds(away)).is(Phase.UP);
    assertThat(new Timeline("a", past.changes(), NOW).availability(START)).isEqualTo(words);
  }

  @Test
  void phases_in_passing_are_part_of_what_was_before() {
    Past past = past().is(Phase.STARTING).after(Duration.ofSeconds(5)).is(Phase.UP);
    past.after(Duration.ofHours(1)).is(Phase.STOPPING).after(Duration.ofSeconds(5)).is(Phase.DOWN);
    assertThat(new Timeline("a", past.changes(), NOW).since(START, Duration.ZERO))
        .extracting(Span::phase, Span::length)
        .containsExactly(
            tuple(Phase.UP, Duration.ofSeconds(3605)),
            tuple(Phase.DOWN, Duration.ofSeconds(32390)));
  }

  @Test
  void a_short_failure_between_long_spans_stays_what_it_is() {
    Past past = past().is(Phase.UP).after(Duration.ofHours(2));
    past.is(Phase.WAITING, FailureKind.DNS, "words").after(Duration.ofSeconds(1)).is(Phase.UP);
    assertThat(new Timeline("a", past.changes(), NOW).since(START, Duration.ofMinutes(1)))
        .extracting(Span::phase)
        .containsExactly(Phase.UP, Phase.WAITING, Phase.UP);
  }

  @Test
  void short_spans_in_a_row_are_one_in_the_worst_phase() {
    Past past = past();
    for (int i = 0; i < 100; i++) {
      past.is(Phase.UP).after(Duration.ofSeconds(1));
      past.is(Phase.WAITING, FailureKind.DNS, "words " + i).after(Duration.ofSeconds(1));
    }
    List<Span> drawn =
        new Timeline("a", past.is(Phase.UP).changes(), NOW).since(START, Duration.ofMinutes(5));
    assertThat(drawn).extracting(Span::phase).containsExactly(Phase.WAITING, Phase.UP);
    assertThat(drawn.get(0).changes()).isEqualTo(200);
    assertThat(drawn.get(0).failure().orElseThrow().message()).isEqualTo("words 0");
    assertThat(drawn.get(0).length()).isEqualTo(Duration.ofSeconds(200));
  }

  @Test
  void what_ended_before_a_time_is_not_shown_from_then_on() {
    Past past = past().is(Phase.HELD).after(Duration.ofHours(1)).is(Phase.UP);
    assertThat(new Timeline("a", past.changes(), NOW).since(NOW.minusSeconds(60), Duration.ZERO))
        .containsExactly(new Span(Phase.UP, NOW.minusSeconds(60), NOW, 1, Optional.empty()));
  }

  @Test
  void a_clock_that_was_set_back_makes_no_negative_times() {
    Past past = past().is(Phase.UP).after(Duration.ofHours(-3)).is(Phase.HELD);
    Timeline timeline = new Timeline("a", past.changes(), NOW);
    assertThat(timeline.asked(START)).isEqualTo(Duration.ofHours(10));
    assertThat(timeline.availability(START)).isEqualTo("0.00 %");
  }

  @Test
  void is_a_bar_and_lines_on_a_terminal() {
    Past past = past().is(Phase.UP).after(Duration.ofHours(5));
    past.is(Phase.HELD, FailureKind.AUTH, "Permission denied");
    String text = History.of("a", past.changes(), NOW, ZoneOffset.ofHours(1), false);
    assertThat(Style.render(text, false))
        .isEqualTo(
            """
            a: up 50.00 %% of the 10h 0m in which it was not asked down; 1 failure
              %s%s  10h 0m
              2026-01-31 01:00:00  up
              2026-01-31 06:00:00  held  auth: Permission denied
            """
                .formatted("#".repeat(30), "!".repeat(30)));
  }

  private static Past past() {
    return new Past("a", START);
  }
}
