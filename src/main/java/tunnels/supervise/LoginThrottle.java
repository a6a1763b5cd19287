package tunnels.supervise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the supervisor's connections log in. Those that were up and died come first,
 * and the first of them does not even wait for a pause; then whoever has waited the longest. Only
 * real attempts count, and each server, as ssh finds it at that moment, by itself.
 */
final class LoginThrottle implements Throttle {

  /** In the queue of a server since then. */
  private record Waiting(String connection, String server, int most, long since) {}

  private final LongSupplier nanos;
  private final Map<String, ServerThrottle> servers = new HashMap<>();

  /** By connection, as all that follows. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  private final Map<String, String> lastServer = new HashMap<>();
  private final Map<String, String> underWay = new HashMap<>();
  private final Map<String, Long> deaths = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * @param nanos a monotonic clock
   */
  LoginThrottle(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public synchronized boolean admit(String connection, String server, int most, boolean died) {
    long now = nanos.getAsLong();
    asked.add(connection);
    lastServer.put(connection, server);
    if (died) {
      deaths.putIfAbsent(connection, now);
    }
    ServerThrottle throttle = server(server, now);
    queue(connection, server, most, now);
    if (!mayEnter(connection, server, throttle, now)) {
      return false;
    }
    waiting.remove(connection);
    deaths.remove(connection);
    underWay.put(connection, server);
    throttle.enter(now);
    return true;
  }

  @Override
  public synchronized void over(String connection, LoginOutcome outcome) {
    String server = underWay.remove(connection);
    if (server != null) {
      long now = nanos.getAsLong();
      server(server, now).leave(outcome, now);
    }
  }

  /** A master has died: its server has not been tried since then. */
  synchronized void died(String connection) {
    deaths.put(connection, nanos.getAsLong());
    ServerThrottle throttle = lastThrottle(connection);
    if (throttle != null) {
      throttle.doubt();
    }
  }

  /** A pass begins. */
  synchronized void begin(String connection) {
    asked.remove(connection);
  }

  /** A pass is over: one that had no reason to log in waits no more. */
  synchronized void passed(String connection) {
    if (!asked.contains(connection)) {
      waiting.remove(connection);
    }
  }

  synchronized boolean waits(String connection) {
    return waiting.containsKey(connection);
  }

  /** Whose turn it is now. */
  synchronized List<String> due() {
    long now = nanos.getAsLong();
    List<String> due = new ArrayList<>();
    for (Map.Entry<String, ServerThrottle> each : servers.entrySet()) {
      for (Waiting next : queue(each.getKey())) {
        if (mayEnter(next.connection(), each.getKey(), each.getValue(), now)) {
          due.add(next.connection());
        }
      }
    }
    return due;
  }

  /** When a pause that keeps somebody waiting is over: {@link ServerThrottle#NEVER} if none is. */
  synchronized long next() {
    long now = nanos.getAsLong();
    long next = ServerThrottle.NEVER;
    for (Waiting each : waiting.values()) {
      next = Math.min(next, server(each.server(), now).opensAt(now));
    }
    return next;
  }

  /** The server of this connection was seen to be back. */
  synchronized void open(String connection) {
    ServerThrottle throttle = lastThrottle(connection);
    if (throttle != null) {
      throttle.open(nanos.getAsLong());
    }
  }

  /** Forgets all other connections, and the servers of none. */
  synchronized void retain(Set<String> connections) {
    waiting.keySet().retainAll(connections);
    deaths.keySet().retainAll(connections);
    lastServer.keySet().retainAll(connections);
    asked.retainAll(connections);
    Set<String> needed = new HashSet<>(lastServer.values());
    needed.addAll(underWay.values());
    servers.keySet().retainAll(needed);
  }

  private @Nullable ServerThrottle lastThrottle(String connection) {
    String server = lastServer.get(connection);
    return server == null ? null : servers.get(server);
  }

  private ServerThrottle server(String server, long now) {
    return servers.computeIfAbsent(server, s -> new ServerThrottle(now));
  }

  /** It keeps its place unless it goes to another server now. */
  private void queue(String connection, String server, int most, long now) {
    Waiting before = waiting.get(connection);
    long since = before != null && before.server().equals(server) ? before.since() : now;
    waiting.put(connection, new Waiting(connection, server, most, since));
  }

  private boolean mayEnter(String connection, String server, ServerThrottle throttle, long now) {
    Long death = deaths.get(connection);
    if (death != null && throttle.untriedSince(death)) {
      return true;
    }
    int place = 0;
    for (Waiting each : queue(server)) {
      if (each.connection().equals(connection)) {
        return place < throttle.room(each.most(), now);
      }
      place++;
    }
    return false;
  }

  private List<Waiting> queue(String server) {
    Comparator<Waiting> deadFirst =
        Comparator.comparingLong(each -> deaths.getOrDefault(each.connection(), Long.MAX_VALUE));
    return waiting.values().stream()
        .filter(each -> each.server().equals(server))
        .sorted(deadFirst.thenComparingLong(Waiting::since).thenComparing(Waiting::connection))
        .toList();
  }
}
