package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.profile.Profile;

class ClientConfigTest {

  private static final Profile.Health HEALTH =
      new Profile.Health(Duration.ofSeconds(15), Duration.ofSeconds(10));

  @Test
  void says_ours_first_and_then_includes_the_users_file() {
    assertThat(
            ClientConfig.text(
                    Optional.of(Path.of("/home/me/my config")),
                    HEALTH,
                    true,
                    EffectiveConfig.UNKNOWN)
                .lines())
        .filteredOn(line -> !line.startsWith("#"))
        .startsWith(
            "BatchMode yes",
            "AddKeysToAgent no",
            "VisualHostKey no",
            "LogLevel INFO",
            "PermitLocalCommand no",
            "RemoteCommand none",
            "ClearAllForwardings yes",
            "ExitOnForwardFailure yes",
            "Tunnel no",
            "ConnectTimeout 10",
            "ConnectionAttempts 1",
            "ServerAliveInterval 15",
            "ServerAliveCountMax 3",
            "Include \"/home/me/my config\"");
  }

  @Test
  void includes_a_file_by_its_name_and_not_as_a_pattern() {
    assertThat(ClientConfig.include(Path.of("/home/a[b]c*?/config")))
        .isEqualTo("Include \"/home/a\\[b]c\\*\\?/config\"");
  }

  @Test
  void includes_what_ssh_reads_by_itself_where_no_file_is_named() {
    assertThat(ClientConfig.text(Optional.empty(), HEALTH, true, EffectiveConfig.UNKNOWN).lines())
        .containsSubsequence(
            "Include \"" + System.getProperty("user.home") + "/.ssh/config\"",
            "Include /etc/ssh/ssh_config");
  }

  /** ssh ends with "Bad owner or permissions on /dev/null" (seen with 9.2). */
  @Test
  void includes_nothing_where_there_is_to_be_no_file() {
    assertThat(
            ClientConfig.text(
                Optional.of(Profile.Ssh.NO_CONFIG), HEALTH, true, EffectiveConfig.UNKNOWN))
        .doesNotContain("Include");
  }

  @Test
  void lets_ssh_ask_where_a_person_is_there() {
    assertThat(ClientConfig.text(Optional.empty(), HEALTH, false, EffectiveConfig.UNKNOWN))
        .doesNotContain("BatchMode");
  }
}
