package tunnels.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of systemd's units and launchd's jobs. */
class UnitTextTest {

  private static final Invocation AWKWARD =
      new Invocation(Path.of("/a b%/tunnels"), new TreeMap<>(Map.of("X", "\"q\" \\ <&> 5%")));

  @Test
  void a_unit_of_the_user() {
    assertThat(SystemdUnit.text(AWKWARD, Optional.empty()))
        .contains("\nExecStart=\"/a b%%/tunnels\" supervise\n")
        .contains("\nEnvironment=\"X=\\\"q\\\" \\\\ <&> 5%%\"\n")
        .contains("\nType=notify\n", "\nNotifyAccess=all\n", "\nKillMode=process\n")
        .contains("\nRestart=always\n", "\nStartLimitIntervalSec=0\n", "\nOOMPolicy=continue\n")
        .endsWith("\nWantedBy=default.target\n")
        .doesNotContain("User=", "ProtectSystem=");
  }

  @Test
  void a_unit_of_the_system_runs_as_its_user() {
    assertThat(SystemdUnit.text(AWKWARD, Optional.of("me")))
        .contains("\nUser=me\n", "\nProtectSystem=full\n")
        .endsWith("\nWantedBy=multi-user.target\n");
  }

  /** Each was found to be, or is by its manual, in the way of ssh, of Java or of the tunnels. */
  @ParameterizedTest
  @CsvSource({
    "ProtectHome",
    "PrivateTmp",
    "PrivateUsers",
    "PrivateDevices",
    "PrivateNetwork",
    "MemoryDenyWriteExecute",
    "DynamicUser",
    "ProtectSystem=strict"
  })
  void nothing_that_hides_what_ssh_needs(String directive) {
    assertThat(SystemdUnit.text(AWKWARD, Optional.of("me")).lines())
        .noneMatch(line -> line.startsWith(directive));
  }

  @Test
  void a_job_of_launchd() {
    assertThat(LaunchdPlist.text(AWKWARD, "tunnels", "/log", Optional.empty()))
        .contains("<string>/a b%/tunnels</string><string>supervise</string>")
        .contains("<key>X</key><string>\"q\" \\ &lt;&amp;&gt; 5%</string>")
        .contains("<key>KeepAlive</key>\n  <true/>")
        .contains("<key>StandardErrorPath</key>\n  <string>/log</string>")
        .doesNotContain("UserName");
    assertThat(LaunchdPlist.text(AWKWARD, "tunnels", "/log", Optional.of("me")))
        .contains("<key>UserName</key>\n  <string>me</string>");
  }

  @Test
  void no_line_of_its_own_can_be_slipped_in() {
    TreeMap<String, String> environment = new TreeMap<>(Map.of("X", "a\nUser=root"));
    assertThatThrownBy(() -> new Invocation(Path.of("/t"), environment))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
