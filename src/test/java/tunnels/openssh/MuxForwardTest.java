package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Profiles;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

class MuxForwardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local = '8080:localhost:80'",
        "local = '127.0.0.2:8080:db:5432'",
        "local = '[::1]:8080:[fe80::1]:80'",
        "local = '/tmp/a.sock:h:80'",
        "local = '/tmp/a.sock:/b.sock'",
        "local = '2375:/run/docker.sock'",
        "local = '/tmp/a\\:b:/c\\:d'",
        "local = '*:8080:h:80'\nexpose = true",
        "remote = '9000:localhost:3000'",
        "remote = '0:localhost:3000'",
        "remote = '/tmp/r.sock:/tmp/l.sock'",
        "remote = '2020'\npermit = ['any']",
        "remote = '0'\npermit = ['any']",
        "remote = '[::1]:2020'\npermit = ['any']",
        "dynamic = '1080'",
        "dynamic = 'localhost:1080'",
      })
  void gives_ssh_the_argument_that_the_profile_meant(String line) {
    Forward forward = Profiles.forward(line);
    MuxForward mux = MuxForward.of(forward);
    assertThat(mux.argument()).isEqualTo(Forward.argument(forward.listen(), forward.target()));
    assertThat(mux.listen(0)).isEqualTo(forward.listen());
    assertThat(mux.target()).isEqualTo(forward.target());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "local = '8080:db:80',          ``,     8080, db,     80, -L",
        "local = '/run/l:/run/r',       /run/l,   -2, /run/r, -2, -L",
        "local = '[::1]:8080:[::2]:80', ::1,    8080, ::2,    80, -L",
        "remote = '8080:db:80',         ``,     8080, db,     80, -R",
        "dynamic = '1080',              ``,     1080, socks,   0, -D",
      })
  void has_the_fields_that_open_and_close_carry(
      String line, String listenHost, int listenPort, String host, int port, String flag) {
    MuxForward mux = MuxForward.of(Profiles.forward(line));
    assertThat(mux)
        .isEqualTo(new MuxForward(mux.kind(), listenHost, listenPort, host, port))
        .returns(flag, MuxForward::flag);
  }

  @Test
  void leaves_out_the_forward_to_a_job_s_server() {
    Profile profile =
        Profiles.with("dynamic = '1080'", "server = '8787'\n[job]\nserver = 'rstudio'");
    assertThat(MuxForward.all(profile)).extracting(MuxForward::argument).containsExactly("1080");
    Forward server = profile.forwards().get(1);
    assertThatThrownBy(() -> MuxForward.of(server)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shows_the_port_that_the_server_picked() {
    MuxForward picked = MuxForward.of(Profiles.forward("remote = '0:localhost:1'"));
    assertThat(picked.picksPort()).isTrue();
    assertThat(picked.listen(4711)).hasToString("localhost:4711");
    assertThat(picked.onPort(4711).argument()).isEqualTo("4711:localhost:1");
  }
}
