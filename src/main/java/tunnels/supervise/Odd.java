package tunnels.supervise;

/**
 * Refuses values that only a damaged file, or a far side that is not ours, can have come up with.
 */
final class Odd {

  static final int LAST_PORT = 65_535;

  private Odd() {}

  static void unless(boolean possible, Object value) {
    if (!possible) {
      throw new IllegalArgumentException("out of range: " + value);
    }
  }
}
