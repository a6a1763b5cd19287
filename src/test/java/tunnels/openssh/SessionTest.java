package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

  private static final String PRINTED = "tunnels-session=4711:987654:3f2a-b1;";

  @ParameterizedTest
  @ValueSource(
      strings = {
        PRINTED,
        "Welcome!\r\n" + PRINTED + "\r\nYou have mail. tunnels-session=no\r\n",
        "\033]0;x\007" + PRINTED,
        "\ufffd\0" + PRINTED + "% ",
        "+ exec sh -c '... echo \"tunnels-\"\"session=$u:$t:$now;\"'\n" + PRINTED
      })
  void is_found_among_whatever_a_login_shell_prints(String output) {
    assertThat(Session.parse(output)).contains(new Session(4711, "987654", "3f2a-b1"));
  }

  @Test
  void has_no_start_time_where_the_server_has_no_proc() {
    assertThat(Session.parse("tunnels-session=4711::;")).contains(new Session(4711, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tunnels-session=",
        "tunnels-session=x:1:;",
        "session=1:2:3;",
        "tunnels-session=1:2:3",
        "tunnels-session=99999999999::;"
      })
  void is_not_made_up(String output) {
    assertThat(Session.parse(output)).isEmpty();
  }

  @Test
  void several_are_words_of_one_command() {
    assertThat(Session.arguments(List.of(new Session(7, "2", "a"), new Session(8, "", ""))))
        .containsExactly("7", "2", "a", "8", "", "");
  }
}
