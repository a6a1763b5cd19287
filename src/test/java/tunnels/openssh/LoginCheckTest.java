package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.FakeProcesses;
import tunnels.fixture.Keys;

/** Whether there is a way in, by what ssh_config allows, the files and the agent. */
class LoginCheckTest {

  @TempDir private static Path dir;

  @BeforeAll
  static void keys() throws Exception {
    Keys.make(dir.resolve("open"), "");
    Keys.make(dir.resolve("locked"), "secret");
    Keys.make(dir.resolve("other"), "");
    Files.delete(dir.resolve("locked.pub"));
    Files.createDirectory(dir.resolve(".ssh"));
    Files.copy(dir.resolve("open"), dir.resolve(".ssh/id_ed25519"));
    Files.writeString(dir.resolve("garbage"), "not a key");
  }

  /** An agent's keys: names of files, and a number for so many more. */
  @ParameterizedTest(name = "{0}; agent {1}; {2}: {3} {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "identityfile open                 | ''       | cron | OK   | open asks nobody",
        "identityfile locked               | ''       | cron | BAD  | locked has a passphrase",
        "identityfile locked               | ''       | up   | OK   | `up` asks on a terminal",
        "identityfile garbage              | ''       | cron | BAD  | cannot be read as a key",
        "identityfile none                 | ''       | cron | BAD  | there is no key file",
        "identityfile missing              | ''       | cron | BAD  | there is no key file",
        "identityfile locked               | locked   | up   | OK   | an agent with keys answers",
        "identityfile locked               | locked   | cron | BAD  | only the agent of this shell",
        "identityfile locked               | locked   | last | OK   | an agent with keys answers",
        "identityfile locked               | other    | last | OK   | an agent with keys answers",
        "identityfile locked;identitiesonly yes | other | last | BAD | locked has a passphrase",
        "identityfile none;identitiesonly yes   | other | last | BAD | (IdentitiesOnly)",
        "identityfile open.pub             | open     | last | OK   | an agent with keys answers",
        "identityfile open.pub;identitiesonly yes | open | last | OK | an agent with keys answers",
        "identityfile open.pub;identitiesonly yes | other | last | BAD | has not its private key",
        "identityfile open.pub             | ''       | last | BAD  | or it is locked",
        "identityfile open                 | 5        | last | OK   | open asks nobody",
        "identityfile open                 | 6        | last | BAD  | offers 6 keys of the agent before",
        "identityfile open;identitiesonly yes | 6     | last | OK   | open asks nobody",
        "identityfile open                 | 6 open   | last | OK   | an agent with keys answers",
        "identityfile ~/.ssh/id_ed25519    | 6        | last | WARN | offers 6 keys of the agent before",
        "identityfile missing              | 6        | last | OK   | an agent with keys answers",
        "identityfile missing              | 7        | last | WARN | offers 7 keys of the agent, and",
        "identityfile open;pubkeyauthentication no    | open | last | BAD | allows no key",
        "identityfile open;pubkeyauthentication false | ''   | up   | OK  | asks on a terminal",
        "identityfile open;preferredauthentications password | '' | cron | BAD | allows no key",
        "identityfile open;preferredauthentications hostbased,publickey | '' | cron | OK | open",
        "identityfile open;pubkeyauthentication no;passwordauthentication no;kbdinteractiveauthentication no | '' | up | BAD | nobody can log in:",
        "identityfile locked;addkeystoagent 3600 | locked | last | WARN | AddKeysToAgent 3600",
        "identityfile locked;addkeystoagent yes  | locked | last | OK   | an agent",
        "identityfile open;pubkeyauthentication no;hostbasedauthentication yes | '' | cron | OK | by host",
      })
  void a_way_in(String config, String agent, String who, Finding.Level level, String words)
      throws Exception {
    Finding login = login(config, agent, who);
    assertThat(login.level()).as("%s", login).isEqualTo(level);
    assertThat(login.what()).contains(words);
  }

  @Test
  void a_passphrase_that_is_typed_once_and_then_the_agents() throws Exception {
    assertThat(login("identityfile locked;addkeystoagent yes", "", "cron").remedy().orElseThrow())
        .startsWith("`tunnels up` on a terminal: AddKeysToAgent gives it to the agent");
  }

  @Test
  void a_public_key_may_be_open_to_others() throws Exception {
    assertThat(findings("identityfile open.pub", "open", "last"))
        .noneMatch(finding -> finding.about().equals("permissions"));
  }

  private static Finding login(String config, String agent, String who) throws Exception {
    return findings(config, agent, who).stream()
        .filter(finding -> finding.about().equals("login"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding> findings(String config, String agent, String who) throws Exception {
    String said =
        config.replace(";", "\n").replaceAll("identityfile ([a-z])(?!one)", "identityfile %d/$1");
    FakeProcesses processes = new FakeProcesses().ending(0, listed(agent), "");
    HostSettings settings = new HostSettings("h", EffectiveConfig.parse(said), dir, rare -> rare);
    CertificateCheck certificates = new CertificateCheck(processes, Instant.EPOCH, false);
    return new LoginCheck(processes, certificates, !who.equals("up"), who.equals("last"))
        .findings(settings);
  }

  /** As ssh-add -L prints them. */
  private static String listed(String agent) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String each : agent.isEmpty() ? new String[0] : agent.split(" ")) {
      if (each.matches("\\d")) {
        for (int i = 0; i < Integer.parseInt(each); i++) {
          lines.add("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + i + " more");
        }
      } else {
        String key = Identity.read(dir.resolve(each)).key().orElseThrow();
        lines.add("ssh-ed25519 " + key + " " + each);
      }
    }
    return String.join("\n", lines);
  }
}
