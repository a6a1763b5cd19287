package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.cli.ChangeQueue.Entry;
import tunnels.cli.ChangeQueue.Place;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

class ChangeQueueTest {

  private final ChangeQueue queue = new ChangeQueue(2);

  @Test
  void tunnels_run_side_by_side_and_each_in_its_order() {
    assertThat(queue.add(entry("a", Phase.STARTING))).isEqualTo(Place.FIRST);
    assertThat(queue.add(entry("b", Phase.STARTING))).isEqualTo(Place.FIRST);
    assertThat(queue.begin("a")).contains(entry("a", Phase.STARTING));
    assertThat(queue.add(entry("a", Phase.UP))).isEqualTo(Place.BEHIND);
    assertThat(queue.begin("b")).contains(entry("b", Phase.STARTING));
    assertThat(queue.done("b")).isFalse();
    assertThat(queue.done("a")).isTrue();
    assertThat(queue.begin("a")).contains(entry("a", Phase.UP));
    assertThat(queue.done("a")).isFalse();
    assertThat(queue.begin("a")).isEmpty();
    assertThat(queue.add(entry("a", Phase.DOWN))).isEqualTo(Place.FIRST);
  }

  @Test
  void one_too_many_is_refused_and_keeps_no_other_tunnel_back() {
    for (Phase phase : new Phase[] {Phase.STARTING, Phase.UP}) {
      assertThat(queue.add(entry("a", phase))).isNotEqualTo(Place.FULL);
    }
    assertThat(queue.add(entry("a", Phase.DOWN))).isEqualTo(Place.FULL);
    assertThat(queue.add(entry("b", Phase.DOWN))).isEqualTo(Place.FIRST);
    assertThat(queue.begin("a")).isPresent();
    assertThat(queue.add(entry("a", Phase.DOWN))).isEqualTo(Place.BEHIND);
  }

  @Test
  void at_the_end_what_has_not_begun_is_given_back() throws Exception {
    queue.await(1);
    queue.add(entry("b", Phase.STARTING));
    queue.add(entry("a", Phase.STARTING));
    queue.add(entry("a", Phase.UP));
    assertThat(queue.begin("a")).isPresent();
    queue.await(1);
    assertThat(queue.end()).containsExactly(entry("a", Phase.UP), entry("b", Phase.STARTING));
    assertThat(queue.end()).isEmpty();
    assertThat(queue.add(entry("b", Phase.UP))).isEqualTo(Place.ENDED);
    assertThat(queue.begin("b")).isEmpty();
    assertThat(queue.done("a")).isFalse();
    queue.await(Long.MAX_VALUE);
  }

  private static Entry entry(String tunnel, Phase to) {
    return new Entry(new Change(Instant.EPOCH, tunnel, Phase.DOWN, to, Optional.empty()), "true");
  }
}
