package tunnels.profile;

import java.util.Optional;
import java.util.regex.Pattern;

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

  private static final Pattern IPV6 =
      Pattern.compile("(?=[^%]*:[^%]*:)[0-9a-fA-F:.]+(%[A-Za-z0-9._-]+)?");

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
    return IPV6.matcher(host).matches();
  }

  private static Optional<String> forbidden(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i); // those outside the first plane are no blanks
      if (characters.indexOf(c) >= 0 || isBlank(c)) {
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
