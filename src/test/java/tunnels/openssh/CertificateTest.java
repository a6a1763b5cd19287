package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Keys;
import tunnels.process.LocalProcesses;

/** Certificates that the real ssh-keygen signs and shows. */
class CertificateTest {

  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

  @TempDir private Path dir;

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-n me                                        |      | ",
        "-n you,me -V 20260601000000Z:20260630000000Z |      | ",
        "-n me -V always:forever                      |      | ",
        "-n me -V 20260601000000Z:20260614000000Z     | BAD  | has expired at 2026-06-14T00:00:00Z",
        "-n me -V always:20260614000000Z              | BAD  | has expired at",
        "-n me -V 20260616000000Z:forever             | BAD  | is not valid before 2026-06-16",
        "-n you,they                                  | WARN | is for you, they, and the login is me",
        "-n me -O clear                               | BAD  | permits no forward",
        "-n me -O no-port-forwarding                  | BAD  | permits no forward",
        "-h -n host.org                               | BAD  | is for a host, and not for a user",
      })
  void what_is_wrong_with_one(String signing, String level, String words) throws Exception {
    Path key = Keys.make(dir.resolve("my key"), "");
    Path authority = Keys.make(dir.resolve("ca"), "");
    List<String> sign = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", "" + authority));
    sign.addAll(List.of("-I", "x"));
    sign.addAll(List.of(signing.split(" ")));
    sign.add(key + ".pub");
    assertThat(new ProcessBuilder(sign).start().waitFor()).isZero();

    for (String config : List.of("identityfile " + key, "certificatefile " + key + "-cert.pub")) {
      List<Finding> found = findings(config, false);
      if (level == null) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).singleElement().asString().contains(level + ", about", words);
        assertThat(findings(config, true)).allMatch(f -> f.level() == Finding.Level.WARN);
      }
    }
  }

  @Test
  void what_is_no_certificate() throws Exception {
    Path file = Files.writeString(dir.resolve("x"), "garbage");
    assertThat(findings("certificatefile " + file, false)).isEmpty();
  }

  private List<Finding> findings(String config, boolean up) {
    EffectiveConfig said = EffectiveConfig.parse("user me\n" + config);
    return new CertificateCheck(new LocalProcesses(), NOW, up)
        .findings(new HostSettings("h", said, dir, rare -> rare));
  }
}
