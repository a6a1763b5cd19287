package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Profiles;

class LaunchLogTest {

  private static final List<MuxForward> FORWARDS =
      Stream.of(
              "local = \"8080:db:80\"",
              "local = \"/run/l:db:80\"",
              "dynamic = \"1080\"",
              "remote = \"8080:db:80\"",
              "remote = \"/run/r:db:80\"")
          .map(line -> MuxForward.of(Profiles.forward(line)))
          .toList();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bind [127.0.0.1]:8080: Address already in use                          | -L 8080:db:80",
        "channel_setup_fwd_listener_tcpip: cannot listen to port: 8080          | -L 8080:db:80",
        "channel_setup_fwd_listener_tcpip: cannot listen to port: 1080          | -D 1080",
        "unix_listener: cannot bind to path /run/l: Address already in use      | -L /run/l:db:80",
        "unix_listener: cannot bind to path /run/l: No such file or directory   | -L /run/l:db:80",
        "Warning: remote port forwarding failed for listen port 8080            | -R 8080:db:80",
        "Error: remote port forwarding failed for listen port 8080              | -R 8080:db:80",
        "Warning: remote port forwarding failed for listen path /run/r          | -R /run/r:db:80",
      })
  void names_the_forward_that_failed(String said, String forward) {
    assertThat(new LaunchLog(said + "\r\n").suspects(FORWARDS))
        .extracting(each -> each.flag() + " " + each.argument())
        .containsExactly(forward);
  }

  @Test
  void suspects_every_local_one_where_ssh_names_none() {
    assertThat(new LaunchLog("Could not request local forwarding.").suspects(FORWARDS))
        .hasSize(3)
        .noneMatch(MuxForward::remote);
  }

  @Test
  void suspects_only_those_named_where_some_are() {
    String said =
        """
        channel_setup_fwd_listener_tcpip: cannot listen to port: 1080\r
        Could not request local forwarding.\r
        """;
    assertThat(new LaunchLog(said).suspects(FORWARDS)).hasSize(1);
  }

  @Test
  void suspects_none_where_ssh_complains_of_something_else() {
    assertThat(new LaunchLog("").suspects(FORWARDS)).isEmpty();
    assertThat(new LaunchLog("bind [::1]:8080: Cannot assign requested address").suspects(FORWARDS))
        .isEmpty();
    assertThat(new LaunchLog("connect_to db port 8080: failed.").suspects(FORWARDS)).isEmpty();
  }

  @Test
  void gives_sshs_reason_before_its_summary() {
    String said =
        "bind [::1]:80: Permission denied\n"
            + "channel_setup_fwd_listener_tcpip: cannot listen to port: 80";
    assertThat(LaunchLog.reason(said)).contains("bind [::1]:80: Permission denied");
    assertThat(LaunchLog.reason("Allocated port 1 for remote forward to x:1")).isEmpty();
  }
}
