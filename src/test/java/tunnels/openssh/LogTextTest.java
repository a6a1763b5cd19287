package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

  @ParameterizedTest
  @CsvSource({
    "'Permission denied (publickey).',          'Permission denied (publickey).'",
    "'cannot bind to path /h\\303\\266 m/here: ', 'cannot bind to path /h\u00f6 m/here: '",
    "'\\344\\270\\255\\346\\226\\207',            '\u4e2d\u6587'",
    "'m\\374ll',                                'm\\374ll'", // ISO 8859-1
    "'\\303x\\266',                             '\\303x\\266'",
    "'\\033]0;x\\007',                          '\\033]0;x\\007'", // nothing that a terminal obeys
    "'DOMAIN\\\\user, \\3, \\30',               'DOMAIN\\\\user, \\3, \\30'",
  })
  void has_letters_for_the_escapes_of_their_bytes(String written, String meant) {
    assertThat(LogText.decoded(written)).isEqualTo(meant);
  }
}
