package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunnels.fixture.Profiles;
import tunnels.openssh.EffectiveConfig;
import tunnels.openssh.EffectiveConfig.Setting;

class HostBlockTest {

  private static final EffectiveConfig NOBODY =
      said("host nobody", "hostname nobody", "port 22", "identityfile ~/.ssh/id", "sendenv LANG");

  @Test
  void writesOutWhatSshConfigSaysOfTheHostAndOfNoOther() {
    EffectiveConfig host =
        said(
            "host hpc",
            "hostname login.example",
            "port 22",
            "controlpath /tmp/c",
            "localforward 1 [a]:2",
            "identityfile /my key",
            "identityfile /other",
            "userknownhostsfile /my known /100%",
            "proxyjump bastion",
            "sendenv LANG");
    String block =
        new HostBlock(Profiles.with("remote = \"2020\"\npermit = [\"b:1\", \"c:2\"]"), host, NOBODY)
            .text();
    assertThat(block)
        .contains(
            """
            Host a
              HostName login.example
              IdentityFile "/my key"
              IdentityFile /other
              UserKnownHostsFile "/my known" /100%%
              ProxyJump bastion
              ExitOnForwardFailure yes
              ServerAliveInterval 15
              ServerAliveCountMax 3
              ConnectTimeout 10
              PermitRemoteOpen b:1 c:2
              ControlPath none
              RemoteForward 2020
            """)
        .endsWith(
            """
            Host a-login
              HostName login.example
              IdentityFile "/my key"
              IdentityFile /other
              UserKnownHostsFile "/my known" /100%%
              ProxyCommand sh -c 'tunnels up a >/dev/null; exec tunnels ssh -W localhost:%p a'
            """);
  }

  @Test
  void theHostOfTheUsersOwnKeepsItsName() {
    String block =
        new HostBlock(
                Profiles.of(
                    "host = \"a\"", "[[forward]]", "local = \"*:1:[::1]:2\"", "expose = true"),
                NOBODY,
                NOBODY)
            .text();
    assertThat(block).contains("Host a-tunnel\n", "  LocalForward *:1 [::1]:2\n");
  }

  private static EffectiveConfig said(String... lines) {
    return new EffectiveConfig(
        List.of(lines).stream()
            .map(line -> line.split(" ", 2))
            .map(words -> new Setting(words[0], words[1]))
            .toList());
  }
}
