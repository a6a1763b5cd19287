package tunnels.cli;

import java.util.Optional;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.supervise.TunnelStatus;

/** Where a tunnel's SOCKS proxy is, for a program on the same side. */
final class SocksProxy {

  private SocksProxy() {}

  /**
   * The first, as {@code host:port}; port 0 while the server has not picked one.
   *
   * @param remote whether it is one of the remote side
   */
  static Optional<String> address(Profile profile, TunnelStatus status, boolean remote) {
    for (int i = 0; i < profile.forwards().size(); i++) {
      Forward forward = profile.forwards().get(i);
      if (forward.socks() && forward.listensRemotely() == remote) {
        return Optional.of(status.forwards().get(i).listen().replaceFirst("^\\*:", "localhost:"));
      }
    }
    return Optional.empty();
  }
}
