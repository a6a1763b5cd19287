package tunnels.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.locks.LockSupport;
import tunnels.supervise.Store;

/**
 * Eight places before each server: sshd drops connections at random once ten are not logged in yet
 * (MaxStartups 10:30:100). The places are file locks, so that they count over all processes.
 */
final class Doors {

  private static final int PLACES = 8;
  private static final long POLL_NANOS = 3_000_000;

  private final Path folder;
  private final FileLocks locks;

  Doors(Path folder, FileLocks locks) {
    this.folder = folder;
    this.locks = locks;
  }

  /**
   * Waits for a place at each.
   *
   * @param names in one order for everybody, so that no two wait for each other
   */
  Store.Hold knock(SortedSet<String> names) throws IOException {
    Deque<Store.Hold> places = new ArrayDeque<>();
    for (String name : names) {
      places.push(place(PrivateFolder.make(folder.resolve(name))));
    }
    return () -> places.forEach(Store.Hold::close);
  }

  private Store.Hold place(Path door) throws IOException {
    while (true) {
      for (int number = 0; number < PLACES; number++) {
        Optional<Store.Hold> place = locks.tryTake(door.resolve(String.valueOf(number)));
        if (place.isPresent()) {
          return place.get();
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
