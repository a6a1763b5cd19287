package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Profiles;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

class DrawingTest {

  @Test
  void shows_a_remote_proxy_from_its_listener_to_where_it_may_go() {
    assertThat(draw(true, "remote = '2020'\npermit = ['github.com:22', '*:443']\nlabel = 'socks'"))
        .isEqualTo(
            """
            socks: remote = "2020"
              on hpc: localhost:2020 (SOCKS) listens
              │   every user of hpc can connect
              └── ssh ──▶ this machine
                      └──▶ only github.com:22, *:443, as seen from this machine
            """);
  }

  @Test
  void shows_a_local_forward_in_ascii() {
    assertThat(draw(false, "local = '8888:localhost:8888'"))
        .isEqualTo(
            """
            local = "8888:localhost:8888"
              on this machine: localhost:8888 listens
              |   every user of this machine can connect
              `-- ssh --> hpc
                      `--> localhost:8888 on hpc
            """);
  }

  @Test
  void shows_a_forward_to_the_server_of_a_job() {
    assertThat(draw(false, "server = '*:8787'\nexpose = true\n[job]\nserver = 'rstudio'"))
        .isEqualTo(
            """
            server = "*:8787"
              on this machine: *:8787 listens
              |   everyone who can reach this machine can connect
              `-- ssh --> hpc
                      `--> the server of the job, wherever that runs
            """);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "local = '80:db:80'                               | every user of this machine",
        "local = '/run/s:db:80'                           | only you",
        "local = '*:8080:db:80'~expose = true             | everyone who can reach this machine",
        "local = '192.0.2.1:8080:db:80'~expose = true     | everyone who can reach 192.0.2.1",
        "dynamic = '1080'                                 | every user of this machine",
        "remote = '8080:db:80'                            | every user of hpc",
        "remote = '/run/s:db:80' "
            + "| only your account on hpc (by its sshd's StreamLocalBindMask)",
        "remote = '*:8080:db:80'~expose = true "
            + "| everyone who can reach hpc, if its GatewayPorts allows",
      })
  void tells_who_can_connect(String line, String audience) {
    Forward forward = Profiles.forward(line.strip().replace('~', '\n'));
    assertThat(Audience.of(forward, "hpc")).isEqualTo(audience);
  }

  private static String draw(boolean unicode, String line) {
    Profile profile = Profiles.with(line);
    Forward forward = profile.forwards().get(0);
    String listen = forward.listen().toString();
    return String.join("\n", new Drawing(unicode).of(forward, profile, listen)) + "\n";
  }
}
