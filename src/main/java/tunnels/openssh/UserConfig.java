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
 * @param hops the hosts of ProxyJump, the first one first
 * @param proxied whether it has a ProxyCommand
 */
record UserConfig(String hostname, int port, List<String> hops, boolean proxied, boolean forwards) {

  private static final Set<String> FORWARDS =
      Set.of("localforward", "remoteforward", "dynamicforward");

  /** Reads the output of {@code ssh -G}: a keyword in lower case and its value on each line. */
  static UserConfig parse(String output) {
    String hostname = "";
    int port = 22;
    List<String> hops = List.of();
    boolean proxied = false;
    boolean forwards = false;
    for (String line : output.lines().toList()) {
      String[] words = line.strip().split("\\s+", 2);
      String value = words.length == 2 ? words[1] : "";
      switch (words[0]) {
        case "hostname" -> hostname = value.toLowerCase(Locale.ROOT);
        case "port" -> port = Integer.parseInt(value);
        case "proxycommand" -> proxied = !value.equals("none");
        case "proxyjump" -> hops = hops(value);
        case "clearallforwardings" -> forwards |= value.equals("yes");
        default -> forwards |= FORWARDS.contains(words[0]);
      }
    }
    return new UserConfig(hostname, port, hops, proxied, forwards);
  }

  /** The servers that see an unauthenticated connection of ours while this one starts. */
  Set<String> doors() {
    Set<String> doors = new LinkedHashSet<>();
    hops.stream().limit(1).forEach(doors::add);
    doors.add(hostname + ":" + port);
    return doors;
  }

  /** The address that ssh itself connects to, unresolved; empty where another process does. */
  Optional<InetSocketAddress> direct() {
    return !hops.isEmpty() || proxied
        ? Optional.empty()
        : Optional.of(InetSocketAddress.createUnresolved(hostname, port));
  }

  private static List<String> hops(String value) {
    return value.isEmpty() || value.equals("none") ? List.of() : List.of(value.split(","));
  }
}
