package tunnels.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tunnels.supervise.Change;

/**
 * The changes whose command has not run yet. Those of one tunnel run one after the other, in their
 * order, so that the last one that is told is the last one that happened.
 */
final class ChangeQueue {

  /**
   * A change that waits.
   *
   * @param command as it was configured when the change happened
   */
  record Entry(Change change, String command) {}

  /** What becomes of an entry. */
  enum Place {
    /** It is the tunnel's only one: its command may run. */
    FIRST,
    /** It runs after the others of its tunnel. */
    BEHIND,
    /** Too many of its tunnel wait. */
    FULL,
    /** No further command is begun. */
    ENDED
  }

  private final int most;
  private final TreeMap<String, Deque<Entry>> waiting = new TreeMap<>();
  private final Set<String> running = new HashSet<>();
  private boolean ended;

  /**
   * @param most that may wait of one tunnel
   */
  ChangeQueue(int most) {
    this.most = most;
  }

  synchronized Place add(Entry entry) {
    String tunnel = entry.change().tunnel();
    Deque<Entry> others = waiting.getOrDefault(tunnel, new ArrayDeque<>());
    if (ended) {
      return Place.ENDED;
    }
    if (others.size() >= most) {
      return Place.FULL;
    }
    boolean first = others.isEmpty() && !running.contains(tunnel);
    others.add(entry);
    waiting.put(tunnel, others);
    return first ? Place.FIRST : Place.BEHIND;
  }

  /** The one whose command runs from now on, until its tunnel is {@link #done}. */
  synchronized Optional<Entry> begin(String tunnel) {
    Deque<Entry> others = waiting.get(tunnel);
    if (others == null) {
      return Optional.empty();
    }
    Entry next = others.remove();
    if (others.isEmpty()) {
      waiting.remove(tunnel);
    }
    running.add(tunnel);
    return Optional.of(next);
  }

  /**
   * The command of a tunnel's change has run.
   *
   * @return whether another change of the tunnel waits
   */
  synchronized boolean done(String tunnel) {
    running.remove(tunnel);
    notifyAll();
    return waiting.containsKey(tunnel);
  }

  /**
   * No further command is begun.
   *
   * @return the entries whose command is not run
   */
  synchronized List<Entry> end() {
    ended = true;
    List<Entry> dropped = new ArrayList<>();
    for (Deque<Entry> others : waiting.values()) {
      dropped.addAll(others);
    }
    waiting.clear();
    return dropped;
  }

  /** Returns when every command has run, or after so long. */
  synchronized void await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !(waiting.isEmpty() && running.isEmpty())) {
      wait(left / 1_000_000 + 1);
      left = deadline - System.nanoTime();
    }
  }
}
