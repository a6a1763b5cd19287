package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Launched;
import tunnels.fixture.RequiresVerify;
import tunnels.fixture.Workbench;

/** What systemd and libplist make of the files that {@code install --dry-run} prints. */
@RequiresVerify
class ServiceFilesIT {

  private static final Path FIXTURES =
      Path.of(System.getProperty("basedir", ""), "test-fixtures").toAbsolutePath();

  @AutoClose private final Workbench bench = Workbench.start();

  @ParameterizedTest
  @ValueSource(strings = {"--user", "--system"})
  void systemd_has_nothing_to_say_of_the_unit(String scope) throws Exception {
    Path unit = bench.dir().resolve("tunnels.service");
    Files.writeString(unit, printed("a %h $b", "systemd", scope));
    assertThat(said("systemd", "--verify", unit.toString())).isEmpty();

    Files.writeString(unit, Files.readString(unit) + "[Service]\nKilMode=process\n");
    assertThat(said("systemd", "--verify", unit.toString())).contains("Unknown key 'KilMode'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--user", "--system"})
  void launchds_file_is_a_property_list(String scope) throws Exception {
    Path file = bench.dir().resolve("tunnels.plist");
    Files.writeString(file, printed("a <&> \"b\"", "launchd", scope));
    Path binary = bench.dir().resolve("binary");
    assertThat(said("plistutil", "-i", file.toString(), "-f", "bin", "-o", binary.toString()))
        .isEmpty();
    assertThat(said("plistutil", "-i", binary.toString(), "-f", "xml", "-o", "-"))
        .contains("<string>" + bench.dir() + "/a &lt;&amp;&gt; \"b\"/c</string>")
        .contains("<string>supervise</string>", "<key>KeepAlive</key>");
  }

  @Test
  void a_second_install_by_another_scope_is_refused_in_cron() throws Exception {
    assertThat(installed("x", "cron", "--system").expect(2).err()).contains("without --system");
  }

  /** With a folder of an awkward name for profiles. */
  private String printed(String folder, String service, String scope) throws Exception {
    return installed(folder, service, scope, "--dry-run").expect(0).out();
  }

  private Launched installed(String folder, String... words) throws IOException {
    Path config = bench.dir().resolve(folder).resolve("c");
    List<String> command = new ArrayList<>(List.of("--config", config.toString(), "install"));
    command.addAll(List.of(words));
    return bench.launch(command.toArray(String[]::new));
  }

  private static String said(String fixture, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(FIXTURES.resolve(fixture).toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
