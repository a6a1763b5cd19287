package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells failures of ssh(1) apart by what it wrote, since its exit status is 255 for all of them.
 * The texts are OpenSSH's from 7.6 to 10.x.
 */
public final class Classifier {

  private record Rule(FailureKind kind, Pattern pattern) {}

  /**
   * What names a cause. The first line that any of these matches decides: a jump host's failure
   * stands before the closing words of the ssh that went through it.
   */
  private static final List<Rule> CAUSES =
      List.of(
          rule(
              FailureKind.CONFIG,
              "Bad configuration option|Bad owner or permissions on|Can't open user config file"
                  + "|Bad (local|remote|dynamic) forwarding specification|[Bb]ad number"
                  + "|terminating, \\d+ bad configuration options|invalid characters$"
                  + "|: line \\d+: |^command-line|^(unknown|illegal) option|[Uu]nsupported option"
                  + "|too long for Unix domain socket|No user exists for uid"
                  + "|cannot bind to path .*\\.[A-Za-z0-9]{16}: "),
          rule(
              FailureKind.HOST_KEY,
              "HOST IDENTIFICATION HAS CHANGED|Host key verification failed"
                  + "|No \\S+ host key is known for|REVOKED HOST KEY"),
          rule(
              FailureKind.AUTH,
              "Permission denied \\(|Too many authentication failures|Permission denied, please"
                  + "|Authentication failed|no supported authentication methods"),
          rule(FailureKind.NEGOTIATION, "Unable to negotiate with|Protocol major versions differ"),
          rule(
              FailureKind.DNS, "Could not resolve hostname|getaddrinfo: |open failed: .*not known"),
          rule(
              FailureKind.REFUSED,
              "(connect to (host|address)|connect failed).*Connection refused"),
          rule(
              FailureKind.UNREACHABLE,
              "No route to host|Network is unreachable|Host is down|Can't assign requested address"),
          rule(FailureKind.KEEPALIVE, "Timeout, server .* not responding"),
          rule(FailureKind.TIMEOUT, "timed out"));

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
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Optional<Cause> cause = firstMatch(CAUSES, lines);
    if (cause.isPresent()) {
      return cause.get();
    }
    Optional<Cause> ending = firstMatch(ENDINGS, lines);
    FailureKind kind = ending.map(Cause::kind).orElse(FailureKind.UNKNOWN);
    return new Cause(kind, lines.isEmpty() ? "ssh said nothing" : last(lines));
  }

  private static Optional<Cause> firstMatch(List<Rule> rules, List<String> lines) {
    for (String line : lines) {
      for (Rule rule : rules) {
        if (rule.pattern().matcher(line).find()) {
          return Optional.of(new Cause(rule.kind(), line));
        }
      }
    }
    return Optional.empty();
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
