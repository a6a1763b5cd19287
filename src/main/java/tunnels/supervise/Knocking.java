package tunnels.supervise;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tunnels.openssh.Doorstep;

/** Servers that did not answer are tried without a login, each twice a second. */
final class Knocking {

  private static final Duration EVERY = Duration.ofMillis(500);

  /** Longer than the round trip to any server, so that one far away is not missed for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Wards wards;
  private final Executor workers;
  private final Executor loop;
  private final LongSupplier nanos;
  private final Consumer<Ward> back;
  private final Set<InetSocketAddress> underWay = new HashSet<>();
  private long next;

  /**
   * @param workers for what waits for a server
   * @param loop what touches the wards
   * @param nanos a monotonic clock
   * @param back is told of each whose server answers again
   */
  Knocking(Wards wards, Executor workers, Executor loop, LongSupplier nanos, Consumer<Ward> back) {
    this.wards = wards;
    this.workers = workers;
    this.loop = loop;
    this.nanos = nanos;
    this.back = back;
    this.next = nanos.getAsLong();
  }

  /** When it is to be done again: {@link Ward#NEVER} if no server is away. */
  long next() {
    return wards.anyAway() ? next : Ward.NEVER;
  }

  /** Once its time has come. */
  void knock() {
    long now = nanos.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + EVERY.toNanos();
    for (Ward ward : wards) {
      ward.away.filter(underWay::add).ifPresent(this::knockAt);
    }
  }

  private void knockAt(InetSocketAddress address) {
    workers.execute(
        () -> {
          boolean answers = Doorstep.answers(address, PATIENCE);
          loop.execute(() -> knocked(address, answers));
        });
  }

  private void knocked(InetSocketAddress address, boolean answers) {
    underWay.remove(address);
    if (answers) {
      wards.welcome(address).forEach(back);
    }
  }
}
