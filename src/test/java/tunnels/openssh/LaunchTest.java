package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Profiles;
import tunnels.profile.Profile;

class LaunchTest {

  private static final String[] LINES = {
    "host = \"me@hpc\"",
    "[[forward]]",
    "local = \"8080:localhost:80\"",
    "[[forward]]",
    "remote = \"2020\"",
    "permit = [\"github.com:22\", \"*:443\"]",
    "[[forward]]",
    "remote = \"0:localhost:3000\"",
    "[[forward]]",
    "dynamic = \"1080\"",
    "[ssh]",
    "options = [\"Compression=yes\", \"SetEnv=A=b c\"]",
  };

  @Test
  void has_every_word_as_an_element_of_its_own() {
    List<String> command = launch(false, LINES).command();
    assertThat(command).startsWith("ssh", "-f", "-N", "-T", "-M", "-S", "/s/c", "-F", "/s/conf");
    assertThat(command).containsSequence("-E", "/s/log");
    for (String option :
        List.of(
            "ControlPersist=no",
            "ExitOnForwardFailure=no",
            "RemoteCommand=none",
            "GatewayPorts=no",
            "StreamLocalBindUnlink=no",
            "Tunnel=no",
            "ClearAllForwardings=no",
            "PermitRemoteOpen=*:443 github.com:22",
            "Compression=yes",
            "SetEnv=A=b c")) {
      assertThat(command).containsSequence("-o", option);
    }
    assertThat(command).containsSequence("-L", "8080:localhost:80");
    assertThat(command).containsSequence("-R", "2020");
    assertThat(command).containsSequence("-D", "1080");
    assertThat(command).endsWith("--", "me@hpc");
  }

  @Test
  void gives_our_options_before_the_users_since_the_first_counts() {
    List<String> command = launch(false, LINES).command();
    assertThat(command.indexOf("Tunnel=no")).isLessThan(command.indexOf("Compression=yes"));
  }

  /** Its port is known only over mux. */
  @Test
  void leaves_out_a_forward_whose_port_the_server_picks() {
    assertThat(launch(false, LINES).command()).noneMatch(word -> word.startsWith("0:"));
    assertThat(launch(false, LINES).onCommandLine()).hasSize(3);
  }

  @Test
  void leaves_out_every_forward_where_the_users_config_has_its_own() {
    Launch bare = launch(true, LINES);
    assertThat(bare.command())
        .containsSequence("-o", "ClearAllForwardings=yes")
        .doesNotContain("-L", "-R", "-D");
    assertThat(bare.onCommandLine()).isEmpty();
  }

  @Test
  void says_nothing_of_permits_where_there_is_no_remote_proxy() {
    assertThat(launch(false, "host = \"hpc\"", "[[forward]]", "dynamic = \"1080\"").command())
        .noneMatch(word -> word.contains("PermitRemoteOpen"));
  }

  @Test
  void knows_whether_another_host_speaks_first() {
    assertThat(launch("hostname h").isDirect()).isTrue();
    assertThat(launch("hostname h\nproxyjump a,b").isDirect()).isFalse();
    assertThat(launch("hostname h\nproxycommand nc a 22").isDirect()).isFalse();
  }

  @Test
  void makes_host_key_checking_stricter_where_the_user_has_none() {
    assertThat(launch("hostname h\nstricthostkeychecking false").command())
        .containsSequence("-o", "StrictHostKeyChecking=accept-new");
  }

  @Test
  void never_weakens_what_ssh_checks() {
    String words = String.join(" ", launch(false, LINES).command());
    assertThat(words).doesNotContain("StrictHostKeyChecking", "UserKnownHostsFile", "sh -c");
  }

  /** A jump host's ssh is told our -F by a shell, without quotes. */
  @ParameterizedTest
  @CsvSource({
    "/s/conf,      hostname x,                 '',      /s/conf",
    "/s/conf,      proxyjump gate,             '',      /s/conf",
    "/h m/s/conf,  hostname x,                 '',      /h m/s/conf",
    "/h m/s/conf,  proxyjump gate,             /h m/s,  conf",
    "'/a&b/conf',  'proxyjump one,two',        '/a&b',  conf",
    "/h m/s/conf,  proxycommand nc %h %p,      '',      /h m/s/conf",
  })
  void runs_beside_its_file_where_a_shell_would_misread_the_path(
      String config, String said, String directory, String given) {
    Launch any = launch(said);
    Launch launch =
        new Launch(
            any.connection(),
            any.socket(),
            Path.of(config),
            any.log(),
            any.forwards(),
            any.bare(),
            any.said());
    assertThat(launch.directory().map(Path::toString).orElse("")).isEqualTo(directory);
    assertThat(launch.command()).containsSequence("-F", given);
  }

  private static Launch launch(String said) {
    Launch any = launch(false, LINES);
    return new Launch(
        any.connection(),
        any.socket(),
        any.config(),
        any.log(),
        any.forwards(),
        any.bare(),
        EffectiveConfig.parse(said));
  }

  private static Launch launch(boolean bare, String... lines) {
    Profile profile = Profiles.of(lines);
    return new Launch(
        Connection.of(Collections.singleton(profile)),
        Path.of("/s/c"),
        Path.of("/s/conf"),
        Path.of("/s/log"),
        profile.forwards().stream().map(MuxForward::of).toList(),
        bare,
        EffectiveConfig.UNKNOWN);
  }
}
