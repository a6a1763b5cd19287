package tunnels.openssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Tells a person what ssh writes while it asks: banners, and that a password was wrong. ssh's
 * prompts go to the terminal, but all else to its log, and by hand both would be seen.
 */
final class Eavesdropper implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final MasterLog log;
  private final Consumer<String> person;
  private final Thread thread;
  private long position;
  private volatile boolean ended;

  Eavesdropper(MasterLog log, Consumer<String> person) throws IOException {
    this.log = log;
    this.person = person;
    this.position = log.size();
    this.thread = new Thread(this::listen, "ssh's words");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the last has been told. */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    boolean last;
    do {
      last = ended;
      tell();
      LockSupport.parkNanos(last ? 0 : POLL.toNanos());
    } while (!last);
  }

  private void tell() {
    try {
      String said = log.bytesSince(position);
      int whole = said.lastIndexOf('\n') + 1;
      position += said.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
      LogText.decoded(said.substring(0, whole)).lines().map(String::strip).forEach(person);
    } catch (IOException e) {
      ended = true; // the log is gone: there is nothing to tell
    }
  }
}
