package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.process.Finished;

class RemoteObstacleTest {

  private static final String WORDS = "remote port forwarding failed for listen path /p";
  private static final Cause SSH = new Cause(FailureKind.REMOTE_REFUSED, WORDS);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "removed |                                     |                                      | true",
        "none    | ; nothing is in its way             | hpc forbids it (AllowStreamLocal     | true",
        "used    | ; somebody listens there            | choose another path, or end what     | false",
        "file    | ; what is there is no socket        | move /p on hpc away                  | false",
        "folder  | ; its folder is not there           | make the folder of /p on hpc         | false",
        "stuck   | ; the file there cannot be removed  | have /p on hpc removed               | false"
      })
  void a_file_in_the_way_is_told_with_what_helps(
      String word, String words, String advice, boolean again) {
    RemoteObstacle obstacle = RemoteObstacle.ofFile(RemoteAnswer.said(word), "/p", "hpc");
    Opened.Missing missing = obstacle.missing(SSH);
    assertThat(obstacle.gone()).isEqualTo(again);
    assertThat(missing.cause())
        .returns(FailureKind.REMOTE_REFUSED, Cause::kind)
        .returns(WORDS + (words == null ? "" : words), Cause::message);
    assertThat(missing.cause().advice()).startsWith(advice == null ? SSH.advice() : advice);
    assertThat(missing.late()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1   | This account is currently not available.| | ended with status 1: This account is",
        "128 | | fatal: unrecognized command 'exec sh'    | ended with status 128: fatal: unrecognized",
        "1   | |                                          | ended with status 1",
        "0   | hello | stty: not a tty                    | ended with status 0: stty: not a tty",
        "255 | | mux_client_request_session: session request failed: Session open refused by peer"
            + " | ended with status 255: mux_client_request_session",
        "-1  | | anything                                 | did not get to it within 30 s"
      })
  void a_command_that_did_not_run_is_the_reason(int status, String out, String err, String why) {
    Finished finished = new Finished(status, out == null ? "" : out, err == null ? "" : err);
    RemoteAnswer answer = RemoteAnswer.none(finished, LIMIT);
    Opened.Missing missing = RemoteObstacle.ofFile(answer, "/p", "hpc").missing(SSH);
    assertThat(missing.cause().message()).startsWith(WORDS).contains("did not run: ", why);
    assertThat(missing.cause().advice())
        .isEqualTo("remove /p on hpc, or set `StreamLocalBindUnlink yes` in its sshd_config");
    assertThat(missing.late()).isEqualTo(status == Finished.TIMED_OUT);
    assertThat(RemoteObstacle.ofSession(answer, "hpc").words()).contains("did not run: ", why);
  }
}
