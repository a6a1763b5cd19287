package tunnels.state;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import tunnels.supervise.Store;

/**
 * Places before each server, for those that are logging in. They are file locks, so that they count
 * over all processes; within one process its threads queue, so that not all of them try the locks.
 */
final class Doors {

  private static final long POLL_NANOS = 3_000_000;

  private final FileLocks locks;
  private final Map<String, Semaphore> queues = new ConcurrentHashMap<>();

  Doors(FileLocks locks) {
    this.locks = locks;
  }

  /**
   * Waits for a place at each.
   *
   * @param servers in one order for everybody, so that no two wait for each other
   * @param places of each; whoever allows fewer has the first ones
   */
  Store.Hold knock(SortedSet<String> servers, int places) throws IOException {
    Deque<Store.Hold> taken = new ArrayDeque<>();
    try {
      for (String server : servers) {
        taken.push(place(server, places));
      }
    } catch (IOException e) {
      taken.forEach(Store.Hold::close);
      throw e;
    }
    return () -> taken.forEach(Store.Hold::close);
  }

  private Store.Hold place(String server, int places) throws IOException {
    Semaphore queue =
        queues.computeIfAbsent(server + " " + places, s -> new Semaphore(places, true));
    queue.acquireUninterruptibly();
    try {
      Store.Hold lock = lock(server, places);
      return () -> {
        lock.close();
        queue.release();
      };
    } catch (IOException e) {
      queue.release();
      throw e;
    }
  }

  private Store.Hold lock(String server, int places) throws IOException {
    while (true) {
      // From the last on: the first ones are all that whoever allows fewer may have.
      for (int number = places - 1; number >= 0; number--) {
        Optional<Store.Hold> place = locks.tryTake("door " + server + " " + number);
        if (place.isPresent()) {
          return place.get();
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
