package tunnels.profile;

import java.util.Optional;

/**
 * What a host, an address or a user may not hold, so that nothing becomes an option or a command.
 */
final class HostText {
  /** As refused by ssh 9.6 and later (ssh.c, valid_hostname); it reaches ProxyCommand's shell. */
  private static final String SHELL = "'`\"$\\;&<>|(){}";

  /** As refused by ssh (valid_ruser), which takes DOMAIN\\user and a dollar. */
  private static final String SHELL_OF_USER = "'`\";&<>|(){}";

  /** NI_MAXHOST, beyond which ssh refuses a forward. */
  private static final int LONGEST = 1024;

  private static final String OF_IPV6 = "0123456789abcdefABCDEF:.";

  private HostText() {}

  /** Why this can be no host, if it cannot. */
  static Optional<String> wrong(String host) {
    if (host.isEmpty()) {
      return Optional.of("a host is missing: write one");
    }
    if (host.startsWith("-")) {
      return Optional.of(Quote.quote(host) + " begins with a dash: write a host");
    }
    if (host.length() > LONGEST) {
      return Optional.of(Quote.quote(host) + " is too long: write a host");
    }
    if (host.contains(":") && !isIpv6(host)) {
      return Optional.of(Quote.quote(host) + " is no host or IPv6 address: write one");
    }
    return forbidden(host, SHELL + "[]");
  }

  static Optional<String> wrongUser(String user) {
    if (user.isEmpty() || user.startsWith("-") || user.endsWith("\\")) {
      return Optional.of(
          Quote.quote(user)
              + " can be no user (empty, a dash first or a backslash last): write user@host");
    }
    return forbidden(user, SHELL_OF_USER);
  }

  static boolean isIpv6(String host) {
    int percent = host.indexOf('%');
    String address = percent < 0 ? host : host.substring(0, percent);
    return address.indexOf(':') != address.lastIndexOf(':')
        && isAddress(address)
        && (percent < 0 || isZone(host.substring(percent + 1)));
  }

  private static boolean isAddress(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (OF_IPV6.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZone(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Harmless everywhere, and what most hosts and users are made of. */
  private static boolean isPlain(char c) {
    return Ascii.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }

  private static Optional<String> forbidden(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i); // those outside the first plane are no blanks
      if (!isPlain(c) && (characters.indexOf(c) >= 0 || isBlank(c))) {
        return Optional.of(
            Quote.quote(text)
                + " holds "
                + Quote.quote(Character.toString(c))
                + ", which ssh refuses or a shell could run: write it without");
      }
    }
    return Optional.empty();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
