package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserConfigTest {

  @Test
  void knows_where_ssh_will_connect() {
    UserConfig plain = of("host hpc\nhostname Login.Example.org\nport 2222\n");
    assertThat(plain.hostname()).isEqualTo("login.example.org");
    assertThat(plain.port()).isEqualTo(2222);
    assertThat(plain.doors()).containsExactly("login.example.org:2222");
  }

  @Test
  void knows_the_jump_hosts() {
    UserConfig jumping = of("hostname in\nport 22\nproxyjump me@a:2222,b\n");
    assertThat(jumping.doors()).containsExactly("me@a:2222", "in:22");
    assertThat(jumping.hops()).containsExactly("me@a:2222", "b");
    assertThat(of("hostname in\nproxyjump none").hops()).isEmpty();
    assertThat(of("hostname in\nproxyjump none").doors()).containsExactly("in:22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localforward 8080 [db]:80",
        "remoteforward [::1]:2222 [localhost]:22",
        "remoteforward 1080",
        "dynamicforward 1080",
      })
  void knows_whether_there_are_forwards(String line) {
    assertThat(of("hostname h\n" + line + "\n").forwards()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatewayports no", "exitonforwardfailure no", "forwardagent yes", ""})
  void takes_nothing_else_for_a_forward(String line) {
    assertThat(of("hostname h\n" + line + "\n").forwards()).isFalse();
  }

  private static UserConfig of(String answer) {
    return UserConfig.of(EffectiveConfig.parse(answer));
  }
}
