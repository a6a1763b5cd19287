package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardProbeTest {

  /** As 9.2p1 writes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel 3: open failed: connect failed: Name or service not known | connect failed: Name or service not known",
        "channel 3: open failed: connect failed: Connection refused        | connect failed: Connection refused",
        "channel 3: open failed: administratively prohibited: open failed  | administratively prohibited: open failed",
        "connect_to localhost port 5: failed.                              | connect_to localhost port 5: failed.",
        "connect_to nowhere: unknown host (Name or service not known)      | connect_to nowhere: unknown host (Name or service not known)",
      })
  void says_in_ssh_s_words_why_a_target_is_not_reached(String line, String why) {
    assertThat(ForwardProbe.whyNot("before\r\n" + line + "\r\n")).contains(why);
    assertThat(ForwardProbe.whyNot("before\r\n")).isEmpty();
  }
}
