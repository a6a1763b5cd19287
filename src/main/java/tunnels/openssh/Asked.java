package tunnels.openssh;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code ssh -G} said of a host before a start. */
public sealed interface Asked {

  /**
   * @param server where ssh goes and which way: host, port, jump hosts or proxy command
   * @param doors the servers that will see an unauthenticated connection, jump hosts included
   * @param bare whether the user's config has forwards of its own
   * @param direct where ssh connects to by itself; empty behind a jump host or proxy command
   * @param peer where the first connection goes: the same, or the first jump host
   * @param hops the hosts of ProxyJump, the first one first
   * @param said all of it
   */
  record Answer(
      String server,
      Set<String> doors,
      boolean bare,
      Optional<InetSocketAddress> direct,
      Optional<InetSocketAddress> peer,
      List<String> hops,
      EffectiveConfig said)
      implements Asked {}

  record Refused(Cause cause) implements Asked {}
}
