package tunnels.profile;

import java.util.Optional;

/**
 * Port numbers as ssh reads them; service names are not taken, they differ from machine to machine.
 */
public final class Ports {
  private static final int LONGEST = 9;
  private static final int LAST = 65535;

  private Ports() {}

  /** 0 to 65535. */
  public static Optional<Integer> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      port = 10 * port + digit;
    }
    return port <= LAST ? Optional.of(port) : Optional.empty();
  }
}
