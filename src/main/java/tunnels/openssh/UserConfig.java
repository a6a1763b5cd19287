package tunnels.openssh;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where ssh connects to for a host, by the user's own ssh_config.
 *
 * @param forwards whether it says anything of forwards: LocalForward, RemoteForward,
 *     DynamicForward, or ClearAllForwardings, which would drop ours
 * @param hops the hosts of ProxyJump, the first one first
 * @param proxy its ProxyCommand
 */
record UserConfig(
    String hostname, int port, List<String> hops, Optional<String> proxy, boolean forwards) {

  private static final List<String> FORWARDS =
      List.of("localforward", "remoteforward", "dynamicforward");

  static UserConfig of(EffectiveConfig said) {
    return new UserConfig(
        said.value("hostname").orElse("").toLowerCase(Locale.ROOT),
        Integer.parseInt(said.value("port").orElse("22")),
        hops(said.value("proxyjump").orElse("none")),
        said.value("proxycommand").filter(proxy -> !proxy.equals("none")),
        said.is("clearallforwardings", "yes") || forwards(said));
  }

  private static boolean forwards(EffectiveConfig said) {
    for (String keyword : FORWARDS) {
      if (!said.values(keyword).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** A hop of which ssh says nothing. */
  static UserConfig unknown(String hop) {
    return new UserConfig(host(hop), 0, List.of(), Optional.of("unknown"), false);
  }

  String door() {
    return hostname + ":" + port;
  }

  /** Where ssh goes and which way: the same for all who succeed and fail together. */
  String server() {
    String way = hops.isEmpty() ? proxy.orElse("") : String.join(",", hops);
    return hostname + ":" + port + (way.isEmpty() ? "" : " by " + way);
  }

  /** The address that ssh itself connects to, unresolved; empty where another process does. */
  Optional<InetSocketAddress> direct() {
    return !hops.isEmpty() || proxy.isPresent()
        ? Optional.empty()
        : Optional.of(InetSocketAddress.createUnresolved(hostname, port));
  }

  /** A host of ProxyJump without its user and port. */
  static String host(String hop) {
    String place = hop.replaceFirst("^ssh://", "").replaceFirst("^.*@", "");
    return place.replaceFirst("^\\[([^]]*)\\](:\\d+)?$", "$1").replaceFirst("^([^:]+):\\d+$", "$1");
  }

  private static List<String> hops(String value) {
    return value.isEmpty() || value.equals("none") ? List.of() : List.of(value.split(","));
  }
}
