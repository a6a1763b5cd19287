package tunnels.openssh;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the user's own ssh_config says of a host, as {@code ssh -G} prints it.
 *
 * @param forwards whether it says anything of forwards: LocalForward, RemoteForward,
 *     DynamicForward, or ClearAllForwardings, which would drop ours
 * @param jump the first host of ProxyJump
 * @param proxied whether it has a ProxyCommand
 */
record UserConfig(
    String hostname, int port, Optional<String> jump, boolean proxied, boolean forwards) {

  private static final Set<String> FORWARDS =
      Set.of("localforward", "remoteforward", "dynamicforward");

  /** Reads the output of {@code ssh -G}: a keyword in lower case and its value on each line. */
  static UserConfig parse(String output) {
    String hostname = "";
    int port = 22;
    Optional<String> jump = Optional.empty();
    boolean proxied = false;
    boolean forwards = false;
    for (String line : output.lines().toList()) {
      String[] words = line.strip().split("\\s+", 2);
      String value = words.length == 2 ? words[1] : "";
      switch (words[0]) {
        case "hostname" -> hostname = value.toLowerCase(Locale.ROOT);
        case "port" -> port = Integer.parseInt(value);
        case "proxycommand" -> proxied = !value.equals("none");
        case "proxyjump" -> jump = firstHop(value);
        case "clearallforwardings" -> forwards |= value.equals("yes");
        default -> forwards |= FORWARDS.contains(words[0]);
      }
    }
    return new UserConfig(hostname, port, jump, proxied, forwards);
  }

  /** The servers that see an unauthenticated connection of ours while this one starts. */
  Set<String> doors() {
    Set<String> doors = new LinkedHashSet<>();
    jump.ifPresent(doors::add);
    doors.add(hostname + ":" + port);
    return doors;
  }

  /** The address that ssh itself connects to, unresolved; empty where another process does. */
  Optional<InetSocketAddress> direct() {
    return jump.isPresent() || proxied
        ? Optional.empty()
        : Optional.of(InetSocketAddress.createUnresolved(hostname, port));
  }

  private static Optional<String> firstHop(String value) {
    String first = List.of(value.split(",", 2)).get(0);
    return first.isEmpty() || first.equals("none") ? Optional.empty() : Optional.of(first);
  }
}
