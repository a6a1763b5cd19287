package tunnels.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.service.OtherTunnels.Listener;

class OtherTunnelsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@reboot autossh -M 0 -N -L 8888:localhost:80 h             | L8888",
        "@reboot /usr/bin/autossh -M 0 -f -NL 127.0.0.1:8888:h:80 h | L8888",
        "* * * * * pgrep autossh || autossh -D1080 -R '*:22:h:1' h  | D1080 R22",
        "*/5 * * * * ssh -fN -L [::1]:90:[::2]:91 -L /run/s:/x h    | L90 L/run/s",
        "ExecStart=/usr/bin/ssh -NT -R 2020 h                       | R2020",
        "* * * * * sleep 30 && (ssh -N -D localhost:1080 h)         | D1080",
        "#@reboot autossh -L 1:a:2 h                                | ",
        "* * * * * rsync -L 1:x /home                               | ",
        "* * * * * tunnels keepalive                                | ",
        "MAILTO=me                                                  | ",
      })
  void the_listeners_of_a_line(String line, String listeners) {
    assertThat(OtherTunnels.in(line).stream().map(each -> each.flag() + each.listen()))
        .containsExactly(listeners == null ? new String[0] : listeners.split(" "));
  }

  @Test
  void a_unit_with_a_line_that_goes_on() {
    String unit = "[Service]\nExecStart=/usr/bin/autossh -M 0 \\\n    -L 8888:h:80 \\\n    h\n";
    assertThat(OtherTunnels.in(unit))
        .containsExactly(
            new Listener('L', "8888", "ExecStart=/usr/bin/autossh -M 0  -L 8888:h:80  h"));
  }
}
