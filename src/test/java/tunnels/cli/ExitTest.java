package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.cli.Exit.AS_ASKED;
import static tunnels.cli.Exit.FAULT;
import static tunnels.cli.Exit.HELD;
import static tunnels.cli.Exit.NOT_AS_ASKED;
import static tunnels.cli.Exit.NOT_UP;
import static tunnels.cli.Exit.USAGE;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitTest {

  @Test
  void has_the_numbers_of_the_contract() {
    assertThat(List.of(AS_ASKED, NOT_AS_ASKED, USAGE, NOT_UP, HELD, FAULT))
        .extracting(Exit::status)
        .containsExactly(0, 1, 2, 3, 4, 70);
  }

  @Test
  void is_the_gravest_of_several() {
    assertThat(Exit.gravest(List.of())).isEqualTo(AS_ASKED);
    assertThat(Exit.gravest(List.of(AS_ASKED, NOT_AS_ASKED))).isEqualTo(NOT_AS_ASKED);
    assertThat(Exit.gravest(List.of(NOT_AS_ASKED, HELD))).isEqualTo(HELD);
    assertThat(Exit.gravest(List.of(HELD, USAGE))).isEqualTo(USAGE);
    assertThat(Exit.gravest(List.of(USAGE, FAULT, AS_ASKED))).isEqualTo(FAULT);
  }
}
