package tunnels.openssh;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.Set;

/** The address of this machine that a peer sees, as the kernel's routes say now. */
public final class LocalAddress {

  /** A UDP socket that is connected sends nothing (udp(7)), but it has a source address then. */
  private static final int ANY_PORT = 9;

  private static final Set<InetAddress> BEYOND =
      Set.of(
          address(192, 0, 2, 1), address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));

  private LocalAddress() {}

  /** Empty without a route, and where only a link-local address could be used for one beyond. */
  public static Optional<InetAddress> towards(InetAddress peer) {
    ProtocolFamily family =
        peer instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(new InetSocketAddress(peer, ANY_PORT));
      InetAddress here = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
      return here.isLinkLocalAddress() && !peer.isLinkLocalAddress()
          ? Optional.empty()
          : Optional.of(here);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // no route, or no IPv6 at all
    }
  }

  /**
   * Where a proxy command connects to nobody knows: the addresses of documentation (RFC 5737, RFC
   * 3849) are reached by the default route, if by any.
   */
  public static Set<InetAddress> beyond() {
    return BEYOND;
  }

  private static InetAddress address(int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // of no name
    }
  }
}
