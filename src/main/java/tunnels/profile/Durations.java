package tunnels.profile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Spans of time as profiles write them: a whole number and its unit. */
public final class Durations {
  private static final List<String> UNITS = List.of("ms", "s", "m", "h");
  private static final int MOST_DIGITS = 12;

  private Durations() {}

  /**
   * A span from {@code least} to {@code most}; the unit ms only where {@code least} has it.
   *
   * @param refuse is told what is wrong, and what to write
   * @return empty if that is no such span
   */
  public static Optional<Duration> parse(
      String text, Duration least, Duration most, Consumer<String> refuse) {
    int digits = Ascii.digits(text);
    String unit = text.substring(digits);
    if (digits == 0 || digits > MOST_DIGITS || !takes(unit, least)) {
      String units = least.toSeconds() > 0 ? "s, m or h" : "ms, s, m or h";
      refuse.accept(
          Quote.quote(text)
              + " is no duration: write a whole number and "
              + units
              + ", as \"15s\"");
      return Optional.empty();
    }
    Duration read = of(Long.parseLong(text.substring(0, digits)), unit);
    if (read.compareTo(least) >= 0 && read.compareTo(most) <= 0) {
      return Optional.of(read);
    }
    refuse.accept(
        Quote.quote(text) + " is out of range: write " + shown(least) + " to " + shown(most));
    return Optional.empty();
  }

  private static boolean takes(String unit, Duration least) {
    return UNITS.contains(unit) && (!unit.equals("ms") || least.toSeconds() < 1);
  }

  static String shown(Duration span) {
    if (span.toMillisPart() > 0) {
      return span.toMillis() + "ms";
    }
    if (span.toSecondsPart() > 0) {
      return span.toSeconds() + "s";
    }
    return span.toMinutesPart() > 0 ? span.toMinutes() + "m" : span.toHours() + "h";
  }

  private static Duration of(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
