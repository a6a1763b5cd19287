package tunnels.report;

import tunnels.profile.Endpoint;
import tunnels.profile.Forward;

/** Who can connect to a forward's listener: loopback on a shared machine is not private either. */
public final class Audience {

  private Audience() {}

  /** In words that complete "... can connect". */
  public static String of(Forward forward, String host) {
    String side = forward.listensRemotely() ? host : "this machine";
    if (forward.listen() instanceof Endpoint.Tcp tcp) {
      return tcp(tcp, forward, side);
    }
    return forward.listensRemotely()
        ? "only your account on " + host + " (as its StreamLocalBindMask says)"
        : "only you";
  }

  private static String tcp(Endpoint.Tcp listen, Forward forward, String side) {
    if (!forward.expose()) {
      return "every user of " + side;
    }
    String where = listen.host().equals(Endpoint.ANY) ? side : listen.host();
    String allowed = forward.listensRemotely() ? ", if its GatewayPorts allows" : "";
    return "everyone who can reach " + where + allowed;
  }
}
