package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundsTest {

  @ParameterizedTest(name = "files {0} -> {2}, agent {1} -> {3}: mended {4}")
  @CsvSource({
    "same, keys, same,  keys,  false",
    "same, ,     same,  ,      false",
    "same, keys, other, keys,  true",
    "same, ,     other, ,      true",
    "same, keys, same,  other, true",
    "same, ,     same,  keys,  true",
    "same, keys, same,  ,      false",
    "same, keys, other, ,      true",
  })
  void is_mended_by_other_files_or_by_other_keys_within_reach(
      String files, String agent, String filesNow, String agentNow, boolean mended) {
    Grounds then = new Grounds(files, Optional.ofNullable(agent));
    Grounds now = new Grounds(filesNow, Optional.ofNullable(agentNow));
    assertThat(then.mendedBy(now)).isEqualTo(mended);
  }
}
