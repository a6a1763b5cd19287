package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.process.Finished;
import tunnels.process.LocalProcesses;

/** The files that ssh reads, by what ssh -G prints of them. */
class HostSettingsTest {

  private static final Path HOME = Path.of("/home/me and ü");

  private static final String ANSWER =
      "host alias\nhostname real.org\nport 2222\nuser you\n%s %s\n";

  @ParameterizedTest(name = "IdentityFile {0} is {1}")
  @CsvSource({
    "/tmp/a b,        /tmp/a b",
    "~/k,             /home/me and ü/k",
    "%d/%h %n,        /home/me and ü/real.org alias",
    "/k-%r@%p,        /k-you@2222",
    "/100%%h,         /100%h",
    "/100%%%h,        /100%real.org",
    "/%C,             [/%C]",
    "~you/k,          [~you/k]",
    "~/${X}/k,        [~/${X}/k]",
    "/$X/k,           /$X/k",
    "/a#\"b,          /a#\"b",
  })
  void one_file_is_expanded_as_ssh_does(String value, String file) {
    assertThat(settings("identityfile", value).files("identityfile")).containsExactly(file);
  }

  @ParameterizedTest(name = "UserKnownHostsFile {0} is {1}")
  @CsvSource({
    "/100%h /k,       /100%h|/k", // expanded by ssh -G
    "~/k /k,          /home/me and ü/k|/k",
    "none,            ''",
    "NONE,            ''",
  })
  void a_list_is_not_expanded_twice(String value, String files) {
    for (String keyword : List.of("userknownhostsfile", "globalknownhostsfile")) {
      assertThat(String.join("|", settings(keyword, value).fileList(keyword))).isEqualTo(files);
    }
  }

  @Test
  void no_file_is_none() {
    assertThat(settings("identityfile", "None").files("identityfile")).isEmpty();
  }

  /** What the real ssh makes of the same words, its own user's home included. */
  @Test
  void ssh_itself_expands_the_rest(@TempDir Path dir) throws Exception {
    Path known = Files.createFile(Files.createDirectory(dir.resolve("a  ü b")).resolve("k n"));
    Path config = dir.resolve("config");
    Files.writeString(
        config,
        """
        Host *
          HostName real.org
          IdentityFile "%s/${PATH}-%%i"
          UserKnownHostsFile "%s" "%s/none"
        """
            .formatted(dir, known, dir));
    LocalProcesses processes = new LocalProcesses();
    List<String> query = Questions.query(Optional.of(config), List.of(), "alias");
    Finished answer = processes.run(query, "", Duration.ofSeconds(30));
    HostSettings settings = HostSettings.of(processes, query, answer, "alias", HOME);

    assertThat(settings.fileList("userknownhostsfile"))
        .containsExactly(known.toString(), dir + "/none");
    assertThat(settings.files("identityfile"))
        .singleElement()
        .asString()
        .startsWith(dir + "/" + System.getenv("PATH") + "-")
        .matches(".*-[0-9]+");
  }

  private static HostSettings settings(String keyword, String value) {
    EffectiveConfig said = EffectiveConfig.parse(ANSWER.formatted(keyword, value));
    return new HostSettings("typed", said, HOME, rare -> "[" + rare + "]");
  }
}
