package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** When bytes flow through ports of this machine to an echo and back. */
final class Flow {

  private static final byte[] WORDS = "carried".getBytes(UTF_8);
  private static final int PATIENCE = 1_000;

  private Flow() {}

  /** Milliseconds from a time of {@link System#nanoTime}; infinite if it takes longer than that. */
  static double since(long start, Duration limit, int port) throws InterruptedException {
    return since(start, limit, List.of(port));
  }

  /** Until they flow through all of them. */
  static double since(long start, Duration limit, List<Integer> ports) throws InterruptedException {
    return since(start, () -> System.nanoTime() - start < limit.toNanos(), ports);
  }

  /**
   * The same.
   *
   * @param hope whether it may still come to pass
   */
  static double since(long start, BooleanSupplier hope, List<Integer> ports)
      throws InterruptedException {
    for (int port : ports) {
      boolean hoping = true;
      while (!carries(port)) {
        if (!hoping) {
          return Double.POSITIVE_INFINITY;
        }
        hoping = hope.getAsBoolean();
        Thread.sleep(2);
      }
    }
    return (System.nanoTime() - start) / 1e6;
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
