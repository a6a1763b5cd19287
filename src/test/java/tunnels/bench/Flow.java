package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** When bytes flow through ports of this machine to an echo and back. */
final class Flow {

  private static final byte[] WORDS = "carried".getBytes(UTF_8);
  private static final int PATIENCE = 1_000;

  private Flow() {}

  /** Milliseconds from a time of {@link System#nanoTime}; infinite if it takes longer than that. */
  static double since(long start, Duration limit, int port) throws InterruptedException {
    while (!carries(port)) {
      if (System.nanoTime() - start > limit.toNanos()) {
        return Double.POSITIVE_INFINITY;
      }
      Thread.sleep(2);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Until they flow through all of them. */
  static double since(long start, Duration limit, List<Integer> ports) throws InterruptedException {
    double last = 0;
    for (int port : ports) {
      last = Math.max(last, since(start, limit, port));
    }
    return last;
  }

  private static boolean carries(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(WORDS);
      return Arrays.equals(socket.getInputStream().readNBytes(WORDS.length), WORDS);
    } catch (IOException e) {
      return false;
    }
  }
}
