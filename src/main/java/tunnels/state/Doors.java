package tunnels.state;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tunnels.supervise.Store;

/**
 * Places before each server, for those that are logging in. They are file locks, so that they count
 * over all processes; within one process its threads take them in the order in which they came. One
 * that needs places at several servers, as a jump host and the one behind it, takes all or none: it
 * keeps none while it waits for another.
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

  /** A thread that waits, until it has its places. */
  private static final class Waiting {
    final Set<String> servers;
    final int places;
    Optional<Store.Hold> taken = Optional.empty();

    Waiting(Set<String> servers, int places) {
      this.servers = servers;
      this.places = places;
    }
  }

  private final FileLocks locks;
  private final List<Waiting> waiting = new ArrayList<>();
  private long served = System.nanoTime() - POLL_NANOS;

  Doors(FileLocks locks) {
    this.locks = locks;
  }

  /**
   * Waits for a place at each.
   *
   * @param places of each; whoever allows fewer has the first ones
   */
  Store.Hold knock(Set<String> servers, int places) throws IOException {
    Waiting us = new Waiting(servers, places);
    Optional<Store.Hold> taken = arrive(us);
    try {
      while (taken.isEmpty()) {
        LockSupport.parkNanos(POLL_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("interrupted while waiting for a place");
        }
        taken = look(us);
      }
      return taken.get();
    } finally {
      leave(us, taken.isPresent());
    }
  }

  /** How many wait, in this process. */
  synchronized int waiting() {
    return waiting.size();
  }

  private synchronized Optional<Store.Hold> arrive(Waiting us) throws IOException {
    waiting.add(us);
    serve();
    return us.taken;
  }

  private synchronized Optional<Store.Hold> look(Waiting us) throws IOException {
    if (System.nanoTime() - served >= POLL_NANOS) {
      serve();
    }
    return us.taken;
  }

  private synchronized void leave(Waiting us, boolean served) {
    waiting.remove(us);
    if (!served) {
      us.taken.ifPresent(Store.Hold::close);
    }
  }

  /** Whoever came first is served first, where all that it needs is free. */
  private void serve() throws IOException {
    Set<String> full = new HashSet<>();
    for (Waiting each : waiting) {
      if (each.taken.isEmpty()) {
        each.taken = take(each, full);
      }
    }
    served = System.nanoTime();
  }

  /**
   * @param full where there is no place; what is found to be is added
   */
  private Optional<Store.Hold> take(Waiting who, Set<String> full) throws IOException {
    Places all = new Places(new ArrayDeque<>());
    for (String server : who.servers) {
      String door = server + " " + who.places;
      Optional<Store.Hold> place =
          full.contains(door) ? Optional.empty() : place(server, who.places);
      if (place.isEmpty()) {
        full.add(door);
        all.close();
        return Optional.empty();
      }
      all.taken().push(place.get());
    }
    return Optional.of(all);
  }

  /** From the last on: the first ones are all that whoever allows fewer may have. */
  private Optional<Store.Hold> place(String server, int places) throws IOException {
    for (int number = places - 1; number >= 0; number--) {
      Optional<Store.Hold> place = locks.tryTake("door " + server + " " + number);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }
}
