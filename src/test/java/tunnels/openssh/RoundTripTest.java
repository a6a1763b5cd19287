package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel 2: open failed: connect failed: open failed",
        "channel 17: open failed: connect failed: open failed",
      })
  void knows_its_answer_in_the_log(String line) {
    assertThat(RoundTrip.isAnswer(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "channel 2",
        "channel : open failed: connect failed: open failed",
        "channel x: open failed: connect failed: open failed",
        ": open failed: connect failed: open failed",
        "channel 2: open failed: connect failed: Connection refused",
        "channel 2: open failed: connect failed: open failed, they say",
        "channel 2: open failed: connect failed: open failed\nchannel 3: x",
        "channel 2\nchannel 3: open failed: connect failed: open failed",
      })
  void takes_no_other_words_for_it(String line) {
    assertThat(RoundTrip.isAnswer(line)).isFalse();
  }
}
