package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserConfigTest {

  @Test
  void knows_where_ssh_will_connect() {
    UserConfig plain = of("host hpc\nhostname Login.Example.org\nport 2222\n");
    assertThat(plain.hostname()).isEqualTo("login.example.org");
    assertThat(plain.port()).isEqualTo(2222);
    assertThat(plain.door()).isEqualTo("login.example.org:2222");
  }

  @Test
  void knows_the_jump_hosts() {
    UserConfig jumping = of("hostname in\nport 22\nproxyjump me@a:2222,b\n");
    assertThat(jumping.hops()).containsExactly("me@a:2222", "b");
    assertThat(of("hostname in\nproxyjump none").hops()).isEmpty();
  }

  /** Those with the same one succeed and fail together. */
  @ParameterizedTest
  @CsvSource({
    "hostname in|port 22, in:22",
    "hostname IN|port 22|proxyjump none|proxycommand none, in:22",
    "hostname in|port 2222, in:2222",
    "hostname in|port 22|proxyjump me@a, in:22 by me@a",
    "hostname in|port 22|proxycommand nc %h %p, in:22 by nc %h %p"
  })
  void knows_the_server(String answer, String server) {
    assertThat(of(answer.replace('|', '\n')).server()).isEqualTo(server);
  }

  /** A name of ssh_config stands for the host that it leads to. */
  @Test
  void finds_every_server_on_the_way() {
    Map<String, String> said =
        Map.of(
            "b1", "hostname bastion\nport 22",
            "b2", "hostname bastion\nport 22",
            "far", "hostname far\nport 22\nproxyjump b2",
            "loop", "hostname loop\nport 22\nproxyjump loop");
    JumpHosts jumps = new JumpHosts(hop -> of(said.get(hop)));
    assertThat(doors(jumps, "hostname in\nport 22")).containsExactly("in:22");
    assertThat(doors(jumps, "hostname in\nport 22\nproxyjump b1"))
        .containsExactly("bastion:22", "in:22");
    assertThat(doors(jumps, "hostname in\nport 22\nproxyjump far,b1"))
        .containsExactly("bastion:22", "far:22", "bastion:22", "in:22");
    assertThat(doors(jumps, "hostname in\nport 22\nproxyjump b1,far"))
        .as("-J wins over what its own config says")
        .containsExactly("bastion:22", "far:22", "in:22");
    assertThat(doors(jumps, "hostname in\nport 22\nproxyjump loop")).hasSizeLessThan(20);
  }

  private static List<String> doors(JumpHosts jumps, String answer) {
    return jumps.chain(of(answer)).stream().map(UserConfig::door).toList();
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
