package tunnels.openssh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What ssh wrote about the forwards of its command line (ExitOnForwardFailure=no). */
final class LaunchLog {

  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:cannot listen to port: |unix_listener: cannot (?:bind to|listen on) path "
              + "|Local listening path too long: |unix_listener: path )\"?(.+?)"
              + "(?:\" too long for Unix domain socket|: [^:]+)?$");

  /** A bind address that does not resolve: ssh names no port, and goes on (seen with 9.2). */
  private static final Pattern LOCAL_ADDRESS = Pattern.compile("getaddrinfo\\((.+)\\): ");

  private static final Pattern REMOTE =
      Pattern.compile("remote port forwarding failed for listen (?:port|path) (.+)$");

  /**
   * {@code localhost} is two addresses, and ssh is content with one of them: whoever has the other
   * would get half of the connections.
   */
  private static final Pattern TAKEN =
      Pattern.compile("^bind \\[[^]]*\\]:(\\d+): Address already in use");

  private static final Pattern UNTRUSTED =
      Pattern.compile("^Port forwarding is disabled to avoid man-in-the-middle attacks");

  private static final Pattern UNTRUSTED_HOST =
      Pattern.compile(
          UNTRUSTED
              + "|^@ +WARNING: (REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY DETECTED)!");

  private static final Pattern LOCAL_SOMEHOW =
      Pattern.compile("Could not request local forwarding|^(No forward|Forward) host name");

  private static final Pattern REMOTE_SOMEHOW =
      Pattern.compile("Could not request remote forwarding");

  private final List<String> lines;

  LaunchLog(String said) {
    lines = said.lines().map(String::strip).toList();
  }

  /** The forwards of a start that may have failed; most often ssh says nothing at all. */
  static List<MuxForward> suspects(Launch launch, String said) {
    String words = said.strip();
    return words.isEmpty() || RoundTrip.isAnswer(words)
        ? List.of()
        : new LaunchLog(said).suspects(launch.onCommandLine());
  }

  /**
   * The forwards that may have failed. Two on one port of different addresses read the same, and
   * some failures name no port at all; to open one again that is there does no harm.
   */
  List<MuxForward> suspects(List<MuxForward> forwards) {
    Set<String> local = named(LOCAL);
    local.addAll(named(TAKEN));
    Set<String> remote = named(REMOTE);
    Set<String> addresses = named(LOCAL_ADDRESS);
    boolean anyLocal = local.isEmpty() && addresses.isEmpty() && any(LOCAL_SOMEHOW);
    boolean anyRemote = any(REMOTE_SOMEHOW);
    List<MuxForward> suspects = new ArrayList<>();
    for (MuxForward forward : forwards) {
      boolean named =
          forward.remote()
              ? anyRemote || remote.contains(listen(forward))
              : anyLocal
                  || local.contains(listen(forward))
                  || addresses.contains(forward.listenHost());
      if (named) {
        suspects.add(forward);
      }
    }
    return suspects;
  }

  private boolean any(Pattern pattern) {
    return lines.stream().anyMatch(line -> pattern.matcher(line).find());
  }

  /**
   * Why a master that was let in is not to be used: its host has another key than is known, or a
   * revoked one. ssh says so, opens no forward of its command line, and goes on; over mux it opens
   * any (seen with 9.2). Where its command line has none, it says only which key it met.
   *
   * @param direct whether all that was said is of this host, and of no jump host before it
   */
  static Optional<Cause> distrust(String said, boolean direct) {
    Pattern words = direct ? UNTRUSTED_HOST : UNTRUSTED;
    return said.lines()
        .map(String::strip)
        .filter(words.asPredicate())
        .reduce((one, last) -> last)
        .map(line -> new Cause(FailureKind.HOST_KEY, line));
  }

  /** ssh's words about a local listener: the last line, before its own summary. */
  static Optional<String> reason(String said) {
    return said.lines()
        .map(String::strip)
        .filter(
            line ->
                line.matches(
                    "(bind \\[|unix_listener:|channel_setup_fwd_listener|Local listening path).*"))
        .findFirst();
  }

  /** ssh's words about an address that somebody else has, though the forward may be there. */
  static Optional<String> taken(String said) {
    return said.lines().map(String::strip).filter(TAKEN.asPredicate()).findFirst();
  }

  private Set<String> named(Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String listen(MuxForward forward) {
    return forward.listensOnUnix() ? forward.listenHost() : String.valueOf(forward.listenPort());
  }
}
