package tunnels.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A time as {@link Instant#toString} writes it and {@link Instant#parse} reads it; but these load
 * the formats of times, which takes a command milliseconds (src/docs/startup.md).
 */
final class InstantText {

  /** The length of {@code 2026-01-31T12:00:00Z}. */
  private static final int SECONDS = 20;

  private static final long DAY = 86_400;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * DAY;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;

  private InstantText() {}

  /** Whether its year has four digits at most, and is none before 0. */
  static boolean isOrdinary(Instant time) {
    return time.getEpochSecond() >= FIRST && time.getEpochSecond() < END;
  }

  static String of(Instant time) {
    long seconds = time.getEpochSecond();
    if (!isOrdinary(time)) {
      return time.toString(); // a year of more than four digits, or before 0
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
    int second = (int) Math.floorMod(seconds, DAY);
    return digits(date.getYear(), 4)
        + ("-" + digits(date.getMonthValue(), 2) + "-" + digits(date.getDayOfMonth(), 2))
        + ("T" + digits(second / 3600, 2) + ":" + digits(second / 60 % 60, 2))
        + (":" + digits(second % 60, 2) + fraction(time.getNano()) + "Z");
  }

  /** As {@link Instant#parse} reads it, which is asked where the text is not as written here. */
  static Instant parse(String text) {
    Optional<Instant> time = text.length() < SECONDS ? Optional.empty() : read(text);
    return time.isPresent() && of(time.get()).equals(text) ? time.get() : Instant.parse(text);
  }

  private static Optional<Instant> read(String text) {
    try {
      LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      int minute = number(text, 11, 13) * 60 + number(text, 14, 16);
      long seconds = date.toEpochDay() * DAY + minute * 60L + number(text, 17, 19);
      String fraction = text.length() == SECONDS ? "" : text.substring(SECONDS, text.length() - 1);
      return Optional.of(Instant.ofEpochSecond(seconds, number(fraction + "000000000", 0, 9)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty(); // no numbers there, or no such day
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /** None, or as many digits as are needed of 3, 6 and 9. */
  private static String fraction(int nanos) {
    if (nanos == 0) {
      return "";
    }
    String all = digits(nanos, 9);
    return "." + all.substring(0, all.endsWith("000000") ? 3 : all.endsWith("000") ? 6 : 9);
  }

  private static String digits(int number, int length) {
    String digits = String.valueOf(number);
    return "0".repeat(length - digits.length()) + digits;
  }
}
