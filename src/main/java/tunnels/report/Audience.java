package tunnels.report;

import java.util.Set;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;

/** Who can connect to a forward's listener: loopback on a shared machine is not private either. */
public final class Audience {

  private static final Set<String> WILDCARDS = Set.of(Endpoint.ANY, "0.0.0.0", "::");

  private Audience() {}

  /** In words that complete "... can connect". */
  public static String of(Forward forward, String host) {
    String side = forward.listensRemotely() ? host : "this machine";
    if (forward.listen() instanceof Endpoint.Tcp tcp) {
      return tcp(tcp, forward, side);
    }
    return forward.listensRemotely()
        ? "only your account on " + host + " (by its sshd's StreamLocalBindMask)"
        : "only you";
  }

  private static String tcp(Endpoint.Tcp listen, Forward forward, String side) {
    if (!forward.expose()) {
      return "every user of " + side;
    }
    String where = WILDCARDS.contains(listen.host()) ? side : listen.host();
    String allowed = forward.listensRemotely() ? ", if its GatewayPorts allows" : "";
    return "everyone who can reach " + where + allowed;
  }
}
