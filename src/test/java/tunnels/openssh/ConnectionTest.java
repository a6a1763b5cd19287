package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Profiles;

class ConnectionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[health]\nalive = \"16s\"",
        "[health]\ntimeout = \"11s\"",
        "[ssh]\noptions = [\"Compression=yes\"]",
        "[ssh]\nconfig = \"/etc/passwd\"",
        "[ssh]\nremote_commands = false",
      })
  void is_another_where_the_master_must_be_started_anew(String more) {
    assertThat(fingerprint(more)).isNotEqualTo(fingerprint(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[forward]]\nlocal = \"8081:localhost:80\"",
        "[retry]\nfirst = \"2s\"",
        "[health]\nalive = \"15s\"",
      })
  void is_the_same_where_the_master_can_stay(String more) {
    assertThat(fingerprint(more)).isEqualTo(fingerprint(""));
  }

  private static String fingerprint(String more) {
    var profile = Profiles.of("host = \"hpc\"", "[[forward]]", "dynamic = \"1080\"", more);
    return Connection.of(List.of(profile)).fingerprint();
  }

  @Test
  void permits_what_any_of_its_tunnels_permits() {
    var one = Profiles.with("remote = \"1\"\npermit = [\"b:2\", \"a:1\"]");
    var two = Profiles.with("local = \"2:localhost:2\"");
    assertThat(Connection.of(List.of(two, one)).permit()).containsExactly("a:1", "b:2");
  }
}
