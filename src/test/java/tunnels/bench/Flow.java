package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** When bytes flow through ports of this machine to an echo and back. */
final class Flow {

  private static final byte[] WORDS = "carried".getBytes(UTF_8);
  private static final int PATIENCE = 1_000;

  private Flow() {}

  /** Milliseconds from a time of {@link System#nanoTime}; infinite if it takes longer than that. */
  static double since(long start, Duration limit, int port) throws InterruptedException {
    return since(start, becomes(within(start, limit), () -> carries(port)));
  }

  /** Until they flow through all of these. */
  static double since(long start, Duration limit, List<Integer> ports)
      throws InterruptedException, ExecutionException {
    return since(start, within(start, limit), ports);
  }

  /**
   * The same.
   *
   * @param hope whether it may still come to pass
   */
  static double since(long start, BooleanSupplier hope, List<Integer> ports)
      throws InterruptedException, ExecutionException {
    // One after the other until each is listened at: asking all at once would take much CPU. Then
    // all at once: one after the other would add up the round trips.
    boolean all = true;
    for (int port : ports) {
      all = all && becomes(hope, () -> accepts(port));
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Boolean>> carrying = new ArrayList<>();
      for (int port : all ? ports : List.<Integer>of()) {
        carrying.add(threads.submit(() -> becomes(hope, () -> carries(port))));
      }
      for (Future<Boolean> each : carrying) {
        all = all && each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return since(start, all);
  }

  private static double since(long start, boolean flows) {
    return flows ? (System.nanoTime() - start) / 1e6 : Double.POSITIVE_INFINITY;
  }

  private static BooleanSupplier within(long start, Duration limit) {
    return () -> System.nanoTime() - start < limit.toNanos();
  }

  private static boolean becomes(BooleanSupplier hope, BooleanSupplier state)
      throws InterruptedException {
    boolean hoping = true;
    while (!state.getAsBoolean()) {
      if (!hoping) {
        return false;
      }
      hoping = hope.getAsBoolean();
      Thread.sleep(2);
    }
    return true;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
      return true;
    } catch (IOException e) {
      return false;
    }
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
