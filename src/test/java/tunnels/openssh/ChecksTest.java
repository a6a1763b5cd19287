package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Keys;

/** What the checks read. */
class ChecksTest {

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({
    "'OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0', true,  OK",
    "'OpenSSH_for_Windows_8.1p1',                   false, OK",
    "'OpenSSH_8.4p1',                               false, OK",
    "'OpenSSH_8.4p1',                               true,  BAD",
    "'OpenSSH_8.5p1',                               true,  OK",
    "'OpenSSH_10.0p2',                              true,  OK",
    "'OpenSSH_7.5p1',                               false, BAD",
    "'Dropbear v2022.83',                           false, WARN",
    "'No user exists for uid 12345',                false, BAD",
  })
  void versions(String said, boolean permits, Finding.Level level) {
    assertThat(ClientCheck.version(said, permits).level()).isEqualTo(level);
  }

  @Test
  void an_account_without_a_line_in_passwd() {
    Finding finding = ClientCheck.version("No user exists for uid 12345", false);
    assertThat(finding.what()).contains("No user exists for uid 12345").doesNotContain("OpenSSH");
    assertThat(finding.remedy().orElseThrow()).contains("/etc/passwd", "me:x:12345:");
  }

  @Test
  void a_key_that_needs_nobody_and_one_with_a_passphrase() {
    assertThat(KeyFile.need(Keys.make(dir.resolve("a"), ""))).isEqualTo(KeyFile.Need.NOTHING);
    assertThat(KeyFile.need(Keys.make(dir.resolve("b"), "secret")))
        .isEqualTo(KeyFile.Need.PASSPHRASE);
    assertThat(KeyFile.need(dir.resolve("none"))).isEqualTo(KeyFile.Need.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "'-----BEGIN RSA PRIVATE KEY-----\nMII',                                 NOTHING",
    "'-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n',            PASSPHRASE",
    "'-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII',                           PASSPHRASE",
    "'-----BEGIN OPENSSH PRIVATE KEY-----\n!\n',                             UNKNOWN",
    "'ssh-ed25519 AAAA',                                                     UNKNOWN",
  })
  void keys_by_their_headers(String text, KeyFile.Need need) {
    assertThat(KeyFile.need(text)).isEqualTo(need);
  }

  @Test
  void listeners_on_every_address() {
    assertThat(
            MasterCheck.everywhere(
                """
                0100007F:0016
                00000000:07E4
                00000000000000000000000000000000:1F90
                00000000000000000000000001000000:0050
                noise
                """))
        .containsExactlyInAnyOrder(0x7E4, 0x1F90);
  }
}
