package tunnels.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * Where a tunnel is entered.
 *
 * @param beyond the port to ask a SOCKS proxy for; 0 where the echo is right behind the address
 */
record Way(SocketAddress entry, int beyond) {

  static Way tcp(int port) {
    return new Way(new InetSocketAddress("127.0.0.1", port), 0);
  }

  static Way unix(Path socket) {
    return new Way(UnixDomainSocketAddress.of(socket), 0);
  }

  static Way socks(int port, int beyond) {
    return new Way(new InetSocketAddress("127.0.0.1", port), beyond);
  }

  /** Whether bytes come back, within the seconds that a {@link Line} waits. */
  boolean carries() {
    try (Line line = Line.open(this)) {
      return line.says("carried");
    } catch (IOException e) {
      return false;
    }
  }
}
