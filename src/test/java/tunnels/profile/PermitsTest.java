package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermitsTest {

  @ParameterizedTest(name = "{0} is a target")
  @ValueSource(
      strings = {
        "github.com:22",
        "*:443",
        "host:*",
        "[::1]:22",
        "192.0.2.7:80",
        "a_b:1",
        "_a.b-2:1"
      })
  void takesWhatPermitRemoteOpenTakes(String entry) {
    assertThat(Permits.wrong(entry)).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\" is refused: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "*.github.com:22   | has a pattern",
        "git?ub.com:22     | has a pattern",
        "*:*               | write permit = \"any\"",
        "any               | alone",
        "none              | is no target",
        "github.com        | is no target",
        "::1:22            | is no target",
        "[::1]             | is no target",
        "[::1:22           | is no target",
        "[::1]x:22         | is no target",
        "h]:22             | is no target",
        "a:b:22            | is no target",
        "github.com:       | no valid port",
        "github.com:0      | no valid port",
        "github.com:ssh    | no valid port",
        "github.com:2*     | no valid port",
        ":22               | no valid host",
        "[h]:22            | no valid host",
        "a b:22            | no valid host",
        "a#b:22            | no valid host",
        "-h:22             | no valid host",
        ".h:22             | no valid host",
        "h\u00e9:22       | no valid host",
      })
  void refusesWithTheReason(String entry, String reason) {
    assertThat(Permits.wrong(entry)).get().asString().contains(reason);
  }
}
