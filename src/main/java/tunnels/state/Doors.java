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

  /** A place at each of some servers. */
  private record Places(Deque<Store.Hold> taken) implements Store.Hold {
    @Override
    public void close() {
      for (Store.Hold place : taken) {
        place.close();
      }
    }
  }

  /** A place at one server. */
  private record Place(Store.Hold lock, Semaphore queue) implements Store.Hold {
    @Override
    public void close() {
      lock.close();
      queue.release();
    }
  }

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
    Places all = new Places(new ArrayDeque<>());
    try {
      for (String server : servers) {
        all.taken().push(place(server, places));
      }
    } catch (IOException e) {
      all.close();
      throw e;
    }
    return all;
  }

  private Store.Hold place(String server, int places) throws IOException {
    Semaphore queue = queue(server, places);
    queue.acquireUninterruptibly();
    try {
      return new Place(lock(server, places), queue);
    } catch (IOException e) {
      queue.release();
      throw e;
    }
  }

  private Semaphore queue(String server, int places) {
    Semaphore made = new Semaphore(places, true);
    Semaphore known = queues.putIfAbsent(server + " " + places, made);
    return known == null ? made : known;
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
