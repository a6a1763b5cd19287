package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells failures of ssh(1) apart by what it wrote, since its exit status is 255 for all of them.
 * The texts are OpenSSH's from 7.6 to 10.x.
 */
public final class Classifier {

  private record Rule(FailureKind kind, Pattern pattern) {}

  /** What ssh says and goes on: the stock ssh_config of Debian makes other builds say it always. */
  private static final Pattern ASIDE = Pattern.compile("(Unsupported|Deprecated) option");

  /**
   * What names a cause, in the shape that ssh gives it, since a server's banner may hold any words.
   * The last line that any of these matches decides: a banner stands before the failure, and a jump
   * host's failure is followed by closing words only.
   */
  private static final List<Rule> CAUSES =
      List.of(
          rule(
              FailureKind.CONFIG,
              "^command-line(: | )line \\d+: |^/.*(: | )line \\d+: |^Bad owner or permissions on /"
                  + "|^Can't open user config file |[Bb]ad (local|remote|dynamic) forwarding"
                  + " specification '|^Bad number|^(unknown|illegal) option"
                  + "|terminating, \\d+ bad configuration options$"
                  + "|^(hostname|remote username) contains invalid characters$"
                  + "|^unix_listener: (path \"|cannot bind to path .*\\.[A-Za-z0-9]{16}: )"
                  + "|^No user exists for uid \\d"),
          rule(
              FailureKind.HOST_KEY,
              "^@ +WARNING: (REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY)"
                  + "|^Host key verification failed\\.$|^No \\S+ host key is known for \\S+ and"),
          rule(
              FailureKind.AUTH,
              "^(\\S+: )?Permission denied \\([a-z0-9,-]*\\)\\.$|^Permission denied, please try again"
                  + "|: Too many authentication failures$|^Authentication failed\\.$"
                  + "|^\\S+: no supported authentication methods"),
          rule(
              FailureKind.NEGOTIATION,
              "^Unable to negotiate with \\S+|^Protocol major versions differ"),
          rule(
              FailureKind.DNS,
              "^ssh: Could not resolve hostname |^channel \\d+: open failed: .*(not known"
                  + "|Temporary failure in name resolution)"),
          rule(
              FailureKind.REFUSED,
              "^(ssh: connect to (host|address) |channel \\d+: open failed: connect failed: ).*"
                  + "Connection refused$"),
          rule(
              FailureKind.UNREACHABLE,
              "^(ssh: connect to (host|address) |channel \\d+: open failed: connect failed: ).*"
                  + "(No route to host|Network is unreachable|Host is down"
                  + "|(Can't|Cannot) assign requested address)$"),
          rule(FailureKind.KEEPALIVE, "^Timeout, server \\S+ not responding\\.$"),
          rule(
              FailureKind.TIMEOUT,
              "^(ssh: connect to (host|address) |channel \\d+: open failed: connect failed: ).*"
                  + "timed out$|^Connection timed out during banner exchange$"
                  + "|^Connection to \\S+ port \\d+ timed out$"));

  /** What only says that it ended; the lines before it are worth showing too. */
  private static final List<Rule> ENDINGS =
      List.of(
          rule(
              FailureKind.JUMP,
              "UNKNOWN port 65535|stdio forwarding failed|administratively prohibited"),
          rule(
              FailureKind.CLOSED,
              "Connection (to \\S+ )?closed|Connection reset|closed by remote host|Broken pipe"
                  + "|ssh_exchange_identification|kex_exchange_identification|Received disconnect"));

  private static final int ENDING_LINES = 3;

  private Classifier() {}

  /** What ssh's words of one attempt mean. */
  public static Cause classify(String said) {
    List<String> lines = telling(said);
    Optional<FailureKind> cause = kinds(CAUSES, lines).reduce((one, last) -> last);
    if (cause.isPresent()) {
      return new Cause(cause.get(), first(cause.get(), lines));
    }
    return new Cause(ending(lines), lines.isEmpty() ? "ssh said nothing" : last(lines));
  }

  /** Whether ssh said nothing that tells of a failure. */
  static boolean isSilent(String said) {
    return telling(said).isEmpty();
  }

  private static List<String> telling(String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !RoundTrip.isAnswer(line) && !ASIDE.matcher(line).find())
        .toList();
  }

  /** The first rule decides: ssh 9.2 says that a proxy's connection was closed, then whose. */
  private static FailureKind ending(List<String> lines) {
    return ENDINGS.stream()
        .filter(rule -> lines.stream().anyMatch(line -> rule.pattern().matcher(line).find()))
        .map(Rule::kind)
        .findFirst()
        .orElse(FailureKind.UNKNOWN);
  }

  private static Stream<FailureKind> kinds(List<Rule> rules, List<String> lines) {
    return lines.stream().flatMap(line -> kind(rules, line).stream());
  }

  /** The line that says the most: what follows it are ssh's own conclusions. */
  private static String first(FailureKind kind, List<String> lines) {
    return lines.stream()
        .filter(line -> kind(CAUSES, line).filter(kind::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Optional<FailureKind> kind(List<Rule> rules, String line) {
    return rules.stream()
        .filter(rule -> rule.pattern().matcher(line).find())
        .map(Rule::kind)
        .findFirst();
  }

  private static String last(List<String> lines) {
    List<String> shown =
        new ArrayList<>(lines.subList(Math.max(0, lines.size() - ENDING_LINES), lines.size()));
    return String.join(" / ", shown);
  }

  private static Rule rule(FailureKind kind, String pattern) {
    return new Rule(kind, Pattern.compile(pattern));
  }
}
