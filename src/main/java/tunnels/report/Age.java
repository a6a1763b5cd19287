package tunnels.report;

import java.time.Duration;
import java.time.Instant;

/** A span of time in one or two units: {@code 45s}, {@code 3m}, {@code 2h 5m}, {@code 12d 4h}. */
public final class Age {

  private Age() {}

  /** The time from one to the other. */
  public static String between(Instant from, Instant to) {
    return of(Duration.between(from, to));
  }

  static String of(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
  }
}
