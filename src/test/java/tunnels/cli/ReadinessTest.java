package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private final AtomicInteger told = new AtomicInteger();
  private final Readiness readiness = new Readiness(2, told::incrementAndGet);

  @Test
  void once_every_connection_was_looked_at() {
    readiness.expect(Set.of("a", "b"));
    readiness.passed("a");
    readiness.passed("a");
    readiness.passed("x");
    assertThat(told).hasValue(0);
    readiness.passed("b");
    assertThat(told).hasValue(1);
  }

  @Test
  void at_once_where_there_is_none() {
    readiness.expect(Set.of());
    assertThat(told).hasValue(1);
  }

  @Test
  void connections_that_come_later_do_not_count() {
    readiness.expect(Set.of("a"));
    readiness.expect(Set.of("a", "b"));
    readiness.passed("a");
    assertThat(told).hasValue(1);
  }

  @Test
  void one_that_takes_long_does_not_keep_it_back() {
    readiness.expect(Set.of("a", "b"));
    readiness.tick();
    assertThat(told).hasValue(0);
    readiness.tick();
    readiness.tick();
    readiness.passed("a");
    readiness.passed("b");
    assertThat(told).hasValue(1);
  }
}
