package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"1ms,PT0.001S", "1500ms,PT1.5S", "1s,PT1S", "90s,PT1M30S", "5m,PT5M", "24h,PT24H"})
  void readsAWholeNumberAndItsUnit(String text, Duration read) {
    assertThat(Durations.parse(text, Duration.ofMillis(1), DAY, reason -> {})).contains(read);
  }

  @ParameterizedTest(name = "\"{0}\" is refused: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "15           | is no duration",
        "1.5s         | is no duration",
        "-1s          | is no duration",
        "1 s          | is no duration",
        "1S           | is no duration",
        "1d           | is no duration",
        "s            | is no duration",
        "1ss          | is no duration",
        "\u0663s      | is no duration",
        "1234567890123s | is no duration",
        "1h30m        | is no duration",
        "1500ms       | write a whole number and s, m or h",
        "0s           | write 1s to 24h",
        "25h          | write 1s to 24h",
        "999999999999h | write 1s to 24h",
      })
  void refusesWithTheReason(String text, String reason) {
    List<String> reasons = new ArrayList<>();
    assertThat(Durations.parse(text, Duration.ofSeconds(1), DAY, reasons::add)).isEmpty();
    assertThat(reasons).singleElement().asString().contains(reason);
  }

  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource({"PT0.25S,250ms", "PT90S,90s", "PT5M,5m", "PT24H,24h"})
  void isShownAsItWouldBeWritten(Duration span, String shown) {
    assertThat(Durations.shown(span)).isEqualTo(shown);
  }
}
