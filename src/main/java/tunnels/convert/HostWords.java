package tunnels.convert;

import java.util.Optional;

/** A destination together with the user of -l and the port of -p, which come before its own. */
record HostWords(String destination, Optional<String> user, Optional<String> port) {

  private static final String URI = "ssh://";

  /** Whether ssh takes it as a URI: no IPv6 address, and no user that it would decode. */
  boolean canHavePort() {
    return !host().contains(":") && wholeUser().filter(name -> name.matches(".*[%+].*")).isEmpty();
  }

  /** What to write as the profile's host; the port is left out where it cannot be there. */
  String text() {
    if (user.isEmpty() && (port.isEmpty() || !canHavePort())) {
      return destination;
    }
    String who = wholeUser().map(name -> name + "@").orElse("");
    Optional<String> number = canHavePort() ? port.or(this::ownPort) : Optional.empty();
    return number.map(n -> URI + who + host() + ":" + n).orElse(who + host());
  }

  /** The host alone. */
  String host() {
    String place = place().substring(place().lastIndexOf('@') + 1);
    return isUri() ? place.replaceFirst(":[0-9]*$", "") : place;
  }

  private Optional<String> wholeUser() {
    int at = place().lastIndexOf('@');
    return at < 0 ? user : user.or(() -> Optional.of(place().substring(0, at)));
  }

  private Optional<String> ownPort() {
    String place = place();
    int colon = place.lastIndexOf(':');
    return isUri() && colon > place.lastIndexOf('@')
        ? Optional.of(place.substring(colon + 1))
        : Optional.empty();
  }

  private String place() {
    return isUri() ? destination.substring(URI.length()).replaceFirst("/$", "") : destination;
  }

  private boolean isUri() {
    return destination.startsWith(URI);
  }
}
