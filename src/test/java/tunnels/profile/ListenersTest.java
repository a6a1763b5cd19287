package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.Forward.Kind;
import tunnels.profile.Forward.Probe;

class ListenersTest {

  @ParameterizedTest(name = "{0} and {1} clash: {2}")
  @CsvSource({
    "local 80:h:1,             local 80:i:2,              true",
    "local 80:h:1,             dynamic 80,                true",
    "local 80:h:1,             local 81:h:1,              false",
    "local 80:h:1,             remote 80:h:1,             false",
    "local 80:h:1,             local localhost:80:h:1,    true",
    "local 80:h:1,             local LOCALHOST:80:h:1,    true",
    "local 80:h:1,             local 127.0.0.1:80:h:1,    true",
    "local 80:h:1,             local [::1]:80:h:1,        true",
    "local 80:h:1,             local 127.0.0.2:80:h:1,    false",
    "local 127.0.0.1:80:h:1,   local [::1]:80:h:1,        false",
    "local *:80:h:1,           local 192.0.2.1:80:h:1,    true",
    "dynamic :80,              local [2001:db8::1]:80:h:1, true",
    "local 0.0.0.0:80:h:1,     local 80:h:1,              true",
    "local 0.0.0.0:80:h:1,     local [::1]:80:h:1,        false",
    "local 0.0.0.0:80:h:1,     local 1000.2.3.4:80:h:1,   true",
    "local 0.0.0.0:80:h:1,     local 1.2.3:80:h:1,        false",
    "local 0.0.0.0:80:h:1,     local 1.2.3.x:80:h:1,      false",
    "local [::]:80:h:1,        local [::1]:80:h:1,        true",
    "local [::]:80:h:1,        local 127.0.0.1:80:h:1,    false",
    "local /a:h:1,             local /a:h:2,              true",
    "local /a:h:1,             local /b:h:1,              false",
    "local /a:h:1,             remote /a:h:1,             false",
    "local /a:h:1,             local 80:h:1,              false",
    "remote 0:h:1,             remote 0:h:1,              true",
    "remote 0:h:1,             remote 0:h:2,              false",
    "remote 0:h:1,             remote localhost:0:h:1,    false",
    "remote 0,                 remote 0,                  true",
    "server 80,                local 80:h:1,              true",
    "server /a,                local /a:h:1,              true",
    "server 80,                server 80,                 true",
    "server 80,                server 81,                 false",
    "server 80,                remote 80:h:1,             false",
  })
  void knowsWhenOnlyOneCanListen(String one, String other, boolean clash) {
    assertThat(Listeners.clash(forward(one), forward(other))).isEqualTo(clash);
    assertThat(Listeners.clash(forward(other), forward(one))).isEqualTo(clash);
  }

  @ParameterizedTest(name = "{0} is exposed: {1}")
  @CsvSource({
    "dynamic 80,               false",
    "dynamic localhost:80,     false",
    "dynamic 127.1.2.3:80,     false",
    "dynamic [::1]:80,         false",
    "local /a:h:1,             false",
    "dynamic :80,              true",
    "dynamic *:80,             true",
    "dynamic 0.0.0.0:80,       true",
    "dynamic [::]:80,          true",
    "dynamic 192.0.2.1:80,     true",
    "dynamic 127.0.0.1.x:80,   true",
    "dynamic 127.0.0.1.1:80,   true",
    "dynamic 127.0.0.1234:80,  true",
    "dynamic 127.0..1:80,      true",
    "dynamic 127.0.1:80,       true",
    "dynamic 127.0.0.1.:80,    true",
    "dynamic 127.255.255.254:80, false",
    "remote 0.0.0.0:80:h:1,    true",
    "server 80,                false",
    "server *:80,              true",
  })
  void knowsWhoCanConnect(String forward, boolean exposed) {
    assertThat(Listeners.exposed(forward(forward).listen())).isEqualTo(exposed);
  }

  private static Forward forward(String text) {
    String[] words = text.split(" ");
    Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
    ForwardSpec spec =
        ForwardSpec.parse(kind, words[1], Path.of("/home/me"), reason -> {}).orElseThrow();
    return new Forward(
        kind,
        words[1],
        spec.listen(),
        spec.target(),
        List.of(),
        Optional.empty(),
        Probe.NONE,
        Optional.empty(),
        false,
        1);
  }
}
