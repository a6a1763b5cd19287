package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

  @Test
  void everyExampleIsAProfileWithoutFaultOrWarning(@TempDir Path configDir) throws Exception {
    Path examples = Path.of(System.getProperty("profiles", "profiles"));
    Path profiles = Files.createDirectory(configDir.resolve("profiles"));
    try (Stream<Path> files = Files.list(examples)) {
      for (Path file : files.toList()) {
        Files.copy(file, profiles.resolve(file.getFileName()));
      }
    }
    Catalog catalog = Catalogs.read(configDir, Path.of("/home/me"));
    assertThat(catalog.faults()).isEmpty();
    assertThat(catalog.warnings()).isEmpty();
    assertThat(catalog.profiles().keySet())
        .containsExactly(
            "behind-jump",
            "git-onward",
            "hpc-socks",
            "jupyter",
            "offer-service",
            "office-notebook",
            "paraview",
            "rstudio",
            "socks-here",
            "unix-sockets");
  }
}
