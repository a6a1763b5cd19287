package tunnels.openssh;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as ssh_config(5) writes them: {@code 90}, {@code 1m30s}, {@code 2h}. */
public final class Seconds {

  private static final Pattern SPAN = Pattern.compile("(?:[0-9]{1,6}[sSmMhHdDwW]?)+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,6})([a-zA-Z]?)");

  private static final int LONGEST = 60;

  private Seconds() {}

  /** Empty where that is no span. */
  public static Optional<Duration> parse(String text) {
    if (text.length() > LONGEST || !SPAN.matcher(text).matches()) {
      return Optional.empty();
    }
    long seconds = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      seconds += Long.parseLong(part.group(1)) * unit(part.group(2));
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "m", "M" -> 60;
      case "h", "H" -> 60 * 60;
      case "d", "D" -> 24 * 60 * 60;
      case "w", "W" -> 7 * 24 * 60 * 60;
      default -> 1;
    };
  }
}
