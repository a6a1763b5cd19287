package tunnels.state;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A time as {@link Instant#toString} writes it; but that loads the formats of times, which takes a
 * command milliseconds (src/docs/startup.md).
 */
final class InstantText {

  private static final long DAY = 86_400;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * DAY;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;

  private InstantText() {}

  static String of(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < FIRST || seconds >= END) {
      return time.toString(); // a year of more than four digits, or before 0
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
    int second = (int) Math.floorMod(seconds, DAY);
    return digits(date.getYear(), 4)
        + ("-" + digits(date.getMonthValue(), 2) + "-" + digits(date.getDayOfMonth(), 2))
        + ("T" + digits(second / 3600, 2) + ":" + digits(second / 60 % 60, 2))
        + (":" + digits(second % 60, 2) + fraction(time.getNano()) + "Z");
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
