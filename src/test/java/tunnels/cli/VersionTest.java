package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

  @ParameterizedTest
  @CsvSource({
    "'1.2.3 0123456789ab\n',       tunnels 1.2.3 (0123456789ab)",
    "'1.2.3 0123456789ab-dirty\n', tunnels 1.2.3 (0123456789ab-dirty)",
    "'1.2.3 \n',                   tunnels 1.2.3",
  })
  void has_the_commit_where_there_is_one(String built, String line) {
    assertThat(Version.line(built)).isEqualTo(line);
  }

  @Test
  void the_build_filled_it_in() throws Exception {
    assertThat(new Version().getVersion()[0]).matches("tunnels \\d+\\.\\d+.*").doesNotContain("$");
  }
}
