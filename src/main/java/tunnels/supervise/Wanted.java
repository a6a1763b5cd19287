package tunnels.supervise;

import java.util.Locale;

/** What was asked for, remembered across reboots. */
public enum Wanted {
  UP,
  DOWN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
