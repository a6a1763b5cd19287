package tunnels.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentPlaceTest {

  @ParameterizedTest
  @CsvSource({
    ",                                                       NONE",
    "/tmp/ssh-AbCdEf/agent.4711,                             PASSING",
    "/private/tmp/com.apple.launchd.Ab12/Listeners,          PASSING",
    "/var/run/com.apple.launchd.Ab12/Listeners,              PASSING",
    "/var/folders/x/y/T/ssh-Ab/agent.1,                      PASSING",
    "/home/me/.ssh/agent/s.AbCd.agent.EfGh,                  PASSING",
    "/home/me/.ssh/agent/s.AbCd.sshd.EfGh,                   PASSING",
    "/run/user/1000/ssh-agent.socket,                        SESSION",
    "/run/user/1000/gcr/ssh,                                 SESSION",
    "/home/me/.ssh/agent.sock,                               LASTING",
    "/home/me/.1password/agent.sock,                         LASTING",
  })
  void by_its_path(String socket, AgentPlace place) {
    assertThat(AgentPlace.of(Optional.ofNullable(socket))).isEqualTo(place);
  }
}
