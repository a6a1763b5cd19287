package tunnels.openssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an sshd answers, without a login: a plain TCP connect, and its greeting, since a proxy
 * before it may accept for a server that is away, and an sshd may turn this address down.
 */
public final class Doorstep {

  private Doorstep() {}

  /**
   * @param unresolved looked up anew each time: a name may move
   */
  public static boolean answers(InetSocketAddress unresolved, Duration limit) {
    return greeting(unresolved, limit).banner().isPresent();
  }

  /**
   * With what a server greets, or what it says in place of that.
   *
   * @param limit of all of it, however slowly it comes
   */
  static Greeting greeting(InetSocketAddress unresolved, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Socket socket = connect(unresolved, limit)) {
      return new GreetingReader(socket, deadline).read();
    } catch (IOException e) {
      return new Greeting(Optional.empty(), "", String.valueOf(e.getMessage()));
    }
  }

  private static Socket connect(InetSocketAddress unresolved, Duration limit) throws IOException {
    int millis = (int) limit.toMillis();
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(unresolved.getHostString(), unresolved.getPort()), millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
