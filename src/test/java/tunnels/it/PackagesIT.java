package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.Installation;
import tunnels.fixture.Make;

/** {@code make dist}: unpacked anywhere, it runs. */
@Timeout(60)
class PackagesIT {

  @TempDir private Path dir;

  @Test
  void the_tarball_is_what_its_checksum_says_and_runs_where_it_is_unpacked() throws Exception {
    List<String> said = Make.run("dist").lines().toList();
    Path tarball = Path.of(said.get(said.size() - 1));
    run(tarball.getParent(), Map.of(), "sha256sum", "-c", tarball.getFileName() + ".sha256");
    run(dir, Map.of(), "tar", "-xzf", tarball.toString(), "--strip-components=1");
    Map<String, String> java = Map.of("TUNNELS_JAVA", Installation.java().toString());
    assertThat(run(dir, java, "bin/tunnels", "--version")).startsWith("tunnels ");
    assertThat(run(dir, java, "bin/tunnels", "init", "--example")).contains("hpc-socks");
    assertThat(dir.resolve("share/bash-completion/completions/tunnels")).exists();
    assertThat(dir.resolve("LICENSE")).exists();
  }

  private static String run(Path folder, Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(more);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
