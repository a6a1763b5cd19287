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
 * Eight places before each server: sshd drops connections at random once ten are not logged in yet
 * (MaxStartups 10:30:100). The places are file locks, so that they count over all processes; within
 * one process its threads queue, so that no more of them try the locks than can have one.
 */
final class Doors {

  private static final int PLACES = 8;
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
   */
  Store.Hold knock(SortedSet<String> servers) throws IOException {
    Deque<Store.Hold> places = new ArrayDeque<>();
    for (String server : servers) {
      places.push(place(server));
    }
    return () -> places.forEach(Store.Hold::close);
  }

  private Store.Hold place(String server) throws IOException {
    Semaphore queue = queues.computeIfAbsent(server, s -> new Semaphore(PLACES, true));
    queue.acquireUninterruptibly();
    try {
      Store.Hold lock = lock(server);
      return () -> {
        lock.close();
        queue.release();
      };
    } catch (IOException e) {
      queue.release();
      throw e;
    }
  }

  private Store.Hold lock(String server) throws IOException {
    while (true) {
      for (int number = 0; number < PLACES; number++) {
        Optional<Store.Hold> place = locks.tryTake("door " + server + " " + number);
        if (place.isPresent()) {
          return place.get();
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
