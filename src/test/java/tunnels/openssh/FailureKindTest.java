package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKindTest {

  @Test
  void has_the_words_of_the_contract() {
    assertThat(FailureKind.values())
        .extracting(FailureKind::word)
        .containsExactlyInAnyOrder(
            "auth",
            "host-key",
            "config",
            "dns",
            "refused",
            "unreachable",
            "timeout",
            "negotiation",
            "jump",
            "local-busy",
            "remote-refused",
            "keepalive",
            "closed",
            "unknown");
  }

  @Test
  void holds_what_only_a_person_can_mend() {
    assertThat(Stream.of(FailureKind.values()).filter(FailureKind::holds))
        .containsExactlyInAnyOrder(
            FailureKind.AUTH, FailureKind.HOST_KEY, FailureKind.CONFIG, FailureKind.NEGOTIATION);
  }

  @ParameterizedTest
  @EnumSource
  void gives_one_line_of_advice(FailureKind kind) {
    assertThat(new Cause(kind, "said").advice("hpc", "-F /c hpc"))
        .isNotBlank()
        .doesNotContain("{")
        .doesNotContain("\n");
  }
}
