package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:09.5Z",
        "2026-01-31T12:00:09.050Z",
        "2026-01-31T12:00:09.000001Z",
        "2026-01-31T12:00:09.120Z",
        "2026-01-31T12:00:09.120340Z",
        "2026-01-31T12:00:09.000000001Z",
        "2026-01-31T12:00:09.123456789Z",
        "2026-01-31T12:00:09.123456700Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "1969-12-31T23:59:59.001Z",
        "2024-02-29T23:59:59Z",
        "2000-02-29T00:00:00Z",
        "1900-02-28T23:59:59Z",
        "1900-03-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0000-02-29T00:00:00.5Z",
        "0987-06-05T04:03:02.001Z",
        "9999-12-31T23:59:59.999999999Z",
        "-0001-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void is_what_java_writes(String text) {
    Instant time = Instant.parse(text);
    assertThat(InstantText.of(time)).isEqualTo(time.toString());
    assertThat(InstantText.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00.1234Z",
        "2026-01-31T12:00:00.100Z",
        "2026-01-31T12:00:00.000Z",
        "2026-01-31T12:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31t12:00:00z",
        "2026-01-31T12:00:00+01:00",
        "2026-01-31T12:00:00.5-01:00",
        "+12026-01-31T12:00:00Z"
      })
  void reads_what_java_reads(String text) {
    assertThat(read(text, InstantText::parse)).isEqualTo(read(text, Instant::parse));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T12:00:61Z",
        "2026-01-31 12:00:00Z",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:+1Z",
        "2026-01-31T12:00:00.1234567891Z",
        "2026-01-31T12:00:00.-12345678Z",
        "2026-01-31T12:00:00Z and more"
      })
  void refuses_what_java_refuses(String text) {
    assertThat(read(text, Instant::parse)).isEqualTo("refused");
    assertThat(read(text, InstantText::parse)).isEqualTo("refused");
  }

  private static String read(String text, Function<String, Instant> parser) {
    try {
      return parser.apply(text).toString();
    } catch (DateTimeParseException e) {
      return "refused";
    }
  }

  @Test
  void is_what_java_writes_of_many_days_and_fractions() {
    Random random = new Random(1);
    long end = Instant.parse("+10010-01-01T00:00:00Z").getEpochSecond();
    int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
    int unit = 0;
    for (long at = Instant.parse("-0010-01-01T00:00:00Z").getEpochSecond(); at < end; ) {
      unit = (unit + 1) % units.length;
      long nanos = (long) random.nextInt(1_000_000_000 / units[unit]) * units[unit];
      Instant time = Instant.ofEpochSecond(at, nanos);
      assertThat(InstantText.of(time)).isEqualTo(time.toString());
      assertThat(InstantText.parse(time.toString())).isEqualTo(time);
      at += 86_400L * 7 + random.nextInt(86_400 * 2);
    }
  }
}
