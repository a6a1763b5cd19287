package tunnels.openssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Whether an sshd answers, without a login: a plain TCP connect, and the first letters of its
 * banner, since a proxy before it may accept for a server that is away.
 */
public final class Doorstep {

  /** RFC 4253, section 4.2. */
  private static final int LONGEST_BANNER = 255;

  private Doorstep() {}

  /**
   * @param unresolved looked up anew each time: a name may move
   */
  public static boolean answers(InetSocketAddress unresolved, Duration limit) {
    try (Socket socket = connect(unresolved, limit)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The line with which a server greets, as {@code SSH-2.0-OpenSSH_9.2p1 Debian}.
   *
   * @throws IOException if none does
   */
  static String banner(InetSocketAddress unresolved, Duration limit) throws IOException {
    try (Socket socket = connect(unresolved, limit)) {
      byte[] line = socket.getInputStream().readNBytes(4);
      StringBuilder text = new StringBuilder(new String(line, StandardCharsets.US_ASCII));
      for (int next = socket.getInputStream().read();
          next >= ' ' && text.length() < LONGEST_BANNER;
          next = socket.getInputStream().read()) {
        text.append((char) next);
      }
      if (!text.toString().startsWith("SSH-")) {
        throw new IOException("what answers there is no sshd");
      }
      return text.toString();
    }
  }

  private static Socket connect(InetSocketAddress unresolved, Duration limit) throws IOException {
    int millis = (int) limit.toMillis();
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(unresolved.getHostString(), unresolved.getPort()), millis);
      socket.setSoTimeout(millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
