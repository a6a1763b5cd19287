package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarShellTest {

  @Test
  void a_script_becomes_one_line_of_words() {
    assertThat(FarShell.command("a;\n  b \"$1\"\n", "it's"))
        .isEqualTo("exec sh -c 'a; b \"$1\"' tunnels 'it'\\''s'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../x", "0123456789ABCDEF0123456789ABCDEF", "$(id)"})
  void a_nonce_that_is_none_is_refused(String nonce) {
    assertThatThrownBy(() -> FarShell.nonce(nonce)).isInstanceOf(IllegalArgumentException.class);
  }
}
