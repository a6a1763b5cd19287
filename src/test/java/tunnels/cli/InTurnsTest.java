package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InTurnsTest {

  @Test
  void takes_one_of_each_host_then_the_second_of_each() {
    assertThat(order("dead1", "dead2", "dead3", "good1", "other1", "other2"))
        .containsExactly("dead1", "good1", "other1", "dead2", "other2", "dead3");
    assertThat(order("b1", "b2", "a1")).containsExactly("b1", "a1", "b2");
    assertThat(order()).isEmpty();
  }

  private static List<String> order(String... names) {
    return InTurns.of(List.of(names), name -> name.replaceAll("\\d", ""));
  }
}
