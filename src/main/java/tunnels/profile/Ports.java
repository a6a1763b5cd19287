package tunnels.profile;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Port numbers as ssh reads them; service names are not taken, they differ from machine to machine.
 */
public final class Ports {
  private static final Pattern NUMBER = Pattern.compile("0*([0-9]{1,5})");
  private static final int LAST = 65535;

  private Ports() {}

  /** 0 to 65535. */
  public static Optional<Integer> parse(String text) {
    if (!NUMBER.matcher(text).matches() || text.length() > 9) {
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(text)).filter(port -> port <= LAST);
  }
}
