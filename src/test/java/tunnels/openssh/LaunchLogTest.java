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
        "unix_listener: cannot listen on path /run/l: Invalid argument          | -L /run/l:db:80",
        "unix_listener: path \"/run/l\" too long for Unix domain socket          | -L /run/l:db:80",
        "Local listening path too long: /run/l                                  | -L /run/l:db:80",
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

  /** ssh names no port, and says nothing more where another forward is there (seen with 9.2). */
  @Test
  void suspects_those_of_a_bind_address_that_does_not_resolve() {
    MuxForward lost = MuxForward.of(Profiles.forward("local = \"vpn:8080:db:80\"\nexpose = true"));
    String said = "channel_setup_fwd_listener_tcpip: getaddrinfo(vpn): Name or service not known";
    assertThat(new LaunchLog(said).suspects(List.of(FORWARDS.get(0), lost))).containsExactly(lost);
    assertThat(LaunchLog.reason(said)).contains(said);
  }

  @Test
  void suspects_every_remote_one_where_ssh_names_none() {
    String said = "Warning: Could not request remote forwarding.";
    assertThat(new LaunchLog(said).suspects(FORWARDS)).hasSize(2).allMatch(MuxForward::remote);
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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | true  | Port forwarding is disabled to avoid man-in-the-middle attacks.",
        "true  | false | @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
        "true  | false | @       WARNING: REVOKED HOST KEY DETECTED!               @",
        "false | false | Password authentication is disabled to avoid man-in-the-middle attacks.",
        "false | false | Agent forwarding is disabled to avoid man-in-the-middle attacks.",
        "false | false | Warning: the ED25519 host key for 'h' differs from the key for the IP"
            + " address '10.0.0.1'",
        "false | false | Warning: Permanently added 'h' (ED25519) to the list of known hosts.",
      })
  void says_which_master_is_not_to_be_used(boolean direct, boolean jumped, String said) {
    String all = "one\r\n" + said + "\r\nlast\r\n";
    assertThat(LaunchLog.distrust(all, true).isPresent()).as("direct").isEqualTo(direct);
    assertThat(LaunchLog.distrust(all, false).isPresent()).as("jumped").isEqualTo(jumped);
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
