package tunnels.openssh;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ssh-keygen -L} says of a certificate, in UTC.
 *
 * @param user whether it is for a user, and not for a host
 * @param from empty: always; and so with until
 * @param principals the names that it is for
 * @param forwards whether it permits them
 */
record Certificate(
    boolean user,
    Optional<Instant> from,
    Optional<Instant> until,
    List<String> principals,
    boolean forwards) {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
  private static final Pattern FROM =
      Pattern.compile("(?m)^ *Valid: (?:from|after) (" + TIME + ")");
  private static final Pattern UNTIL =
      Pattern.compile("(?m)^ *Valid: (?:before|.* to) (" + TIME + ")");
  private static final Pattern PRINCIPALS =
      Pattern.compile("(?m)^ *Principals: *\\n((?: {12,}.*\\n)+)");

  static Optional<Certificate> parse(String said) {
    if (!said.contains(" certificate\n")) {
      return Optional.empty();
    }
    Matcher principals = PRINCIPALS.matcher(said);
    return Optional.of(
        new Certificate(
            said.contains(" user certificate\n"),
            time(FROM.matcher(said)),
            time(UNTIL.matcher(said)),
            principals.find() ? principals.group(1).lines().map(String::strip).toList() : List.of(),
            said.contains("permit-port-forwarding\n")));
  }

  private static Optional<Instant> time(Matcher found) {
    try {
      return found.find()
          ? Optional.of(LocalDateTime.parse(found.group(1)).toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Why it does not let the user in, or not with forwards.
   *
   * @param login the name on the server; it may be mapped there (AuthorizedPrincipalsFile)
   */
  Optional<Finding> finding(String file, String login, Instant now) {
    if (!user) {
      return bad(file + " is for a host, and not for a user", "a user certificate");
    }
    if (from.isPresent() && now.isBefore(from.get())) {
      return bad(file + " is not valid before " + from.get(), "wait, or set the clock");
    }
    if (until.isPresent() && !now.isBefore(until.get())) {
      return bad(file + " has expired at " + until.get(), "have it signed anew");
    }
    if (!forwards) {
      return bad(file + " permits no forward", "have it signed with permit-port-forwarding");
    }
    if (!principals.contains(login)) {
      String names = principals.isEmpty() ? "nobody" : String.join(", ", principals);
      return Optional.of(
          Finding.warn(
              "certificate",
              file + " is for " + names + ", and the login is " + login,
              "User in ssh_config; or a certificate for " + login + ", unless the server maps it"));
    }
    return Optional.empty();
  }

  private static Optional<Finding> bad(String words, String remedy) {
    return Optional.of(Finding.bad("certificate", words, remedy));
  }
}
