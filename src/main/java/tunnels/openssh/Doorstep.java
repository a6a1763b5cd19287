package tunnels.openssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Whether an sshd answers, without a login: a plain TCP connect, and the first letters of its
 * banner, since a proxy before it may accept for a server that is away.
 */
public final class Doorstep {

  private Doorstep() {}

  /**
   * @param unresolved looked up anew each time: a name may move
   */
  public static boolean answers(InetSocketAddress unresolved, Duration limit) {
    int millis = (int) limit.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(unresolved.getHostString(), unresolved.getPort()), millis);
      socket.setSoTimeout(millis);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
