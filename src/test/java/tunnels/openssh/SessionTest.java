package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

  @Test
  void is_found_among_whatever_a_login_shell_prints() {
    assertThat(
            Session.parse(
                "Welcome!\r\nsession=4711:987654:3f2a-b1\r\nYou have mail. session=no\r\n"))
        .contains(new Session(4711, "987654", "3f2a-b1"));
  }

  @Test
  void has_no_start_time_where_the_server_has_no_proc() {
    assertThat(Session.parse("session=4711::\n")).contains(new Session(4711, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "session=", "session=x:1:", "xsession=1:2:3", "session=99999999999::"})
  void is_not_made_up(String output) {
    assertThat(Session.parse(output)).isEmpty();
  }
}
