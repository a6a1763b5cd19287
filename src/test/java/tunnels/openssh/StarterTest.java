package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.FakeProcesses;
import tunnels.fixture.Profiles;
import tunnels.process.Finished;

class StarterTest {

  private static final Connection CONNECTION =
      Connection.of(
          List.of(
              Profiles.of(
                  "host = \"me@hpc\"",
                  "[[forward]]",
                  "dynamic = \"1080\"",
                  "[ssh]",
                  "options = [\"Port=2222\"]")));

  @TempDir private Path dir;
  private final FakeProcesses processes = new FakeProcesses();

  @Test
  void asks_ssh_what_it_makes_of_the_host() {
    processes.ending(0, "hostname 10.0.0.1\nport 2222\nlocalforward 1 [h]:2\n", "");
    Asked.Answer answer = (Asked.Answer) starter().ask(CONNECTION);
    assertThat(answer.doors()).containsExactly("10.0.0.1:2222");
    assertThat(answer.bare()).isTrue();
    assertThat(processes.commands().get(0))
        .startsWith("ssh", "-G")
        .containsSequence("-o", "Port=2222")
        .endsWith("--", "me@hpc");
  }

  @Test
  void holds_a_config_that_ssh_refuses_whatever_it_says() {
    processes.ending(255, "", "no argument after keyword \"port\"\r\n");
    assertThat(starter().ask(CONNECTION))
        .isEqualTo(
            new Asked.Refused(new Cause(FailureKind.CONFIG, "no argument after keyword \"port\"")));
  }

  @Test
  void tells_a_missing_ssh() {
    processes.ending(Finished.NOT_STARTED, "", "Cannot run program \"ssh\"");
    Asked.Refused refused = (Asked.Refused) starter().ask(CONNECTION);
    assertThat(refused.cause().message()).startsWith("no ssh to run: ");
  }

  @Test
  void gives_up_a_login_that_takes_too_long() throws Exception {
    processes.ending(Finished.TIMED_OUT, "", "");
    Cause cause = failure(false);
    assertThat(cause.kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(cause.advice()).contains("sshd greeted", "touch", "MTU");
    assertThat(processes.limits().get(0)).get().satisfies(limit -> limited(limit));
  }

  private static void limited(Duration limit) {
    assertThat(limit).isBetween(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  @Test
  void gives_a_person_all_the_time_to_type() throws Exception {
    processes.ending(255, "", "me@hpc: Permission denied (publickey).\r\n");
    assertThat(failure(true).kind()).isEqualTo(FailureKind.AUTH);
    assertThat(processes.limits()).containsExactly(Optional.empty());
  }

  @Test
  void does_not_take_a_status_of_zero_for_a_master() throws Exception {
    processes.ending(0, "", "");
    assertThat(failure(false).kind()).isEqualTo(FailureKind.CLOSED);
  }

  private Cause failure(boolean attended) throws IOException {
    Launch launch =
        new Launch(
            CONNECTION,
            dir.resolve("c"),
            dir.resolve("f"),
            dir.resolve("log"),
            List.of(),
            false,
            EffectiveConfig.UNKNOWN);
    Starter starter = starter();
    Optional<Consumer<String>> person = attended ? Optional.of(words -> {}) : Optional.empty();
    return ((Started.Failed) starter.prove(starter.login(launch, person))).cause();
  }

  private Starter starter() {
    return new Starter(processes, dir);
  }
}
