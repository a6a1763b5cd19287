package tunnels.supervise;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Notices what connections may not have survived: sleep, by a jump of the wall clock against the
 * monotonic one, and another way to a peer, by the address of this machine that it would see. Other
 * addresses, as of containers, may come and go.
 */
final class DisruptionDetector {

  private static final Duration JUMP = Duration.ofSeconds(4);

  /** A network that comes and goes is followed no more often than that. */
  private static final Duration SELDOM = Duration.ofMinutes(1);

  private final Function<InetAddress, Optional<InetAddress>> sources;
  private final Map<InetAddress, Path> paths = new HashMap<>();
  private Instant wall;
  private long monotonic;

  /** How a peer is reached. */
  private static final class Path {
    private Optional<InetAddress> source;
    private boolean away;
    private boolean changed;
    private long quietUntil;

    Path(Optional<InetAddress> source, long now) {
      this.source = source;
      this.away = source.isEmpty();
      this.quietUntil = now;
    }

    /** Whether it is another one, or is back; without any there is nothing to ask. */
    boolean changed(Optional<InetAddress> now, long nanos) {
      if (now.isEmpty()) {
        away = true;
        return false;
      }
      changed |= away || !now.equals(source);
      away = false;
      source = now;
      if (!changed || nanos - quietUntil < 0) {
        return false;
      }
      changed = false;
      quietUntil = nanos + SELDOM.toNanos();
      return true;
    }
  }

  /**
   * @param sources which address of this machine a peer would see; empty without a route
   */
  DisruptionDetector(
      Instant wall, long monotonic, Function<InetAddress, Optional<InetAddress>> sources) {
    this.wall = wall;
    this.monotonic = monotonic;
    this.sources = sources;
  }

  /** Whether this machine has slept since the last time, or its clock was set. */
  boolean slept(Instant now, long nanos) {
    Duration byWall = Duration.between(wall, now);
    Duration byMonotonic = Duration.ofNanos(nanos - monotonic);
    wall = now;
    monotonic = nanos;
    return byWall.minus(byMonotonic).abs().compareTo(JUMP) > 0;
  }

  /** Those of these peers that are reached another way than the last time, or again. */
  Set<InetAddress> moved(Set<InetAddress> peers, long nanos) {
    paths.keySet().retainAll(peers);
    Set<InetAddress> moved = new HashSet<>();
    for (InetAddress peer : peers) {
      Optional<InetAddress> source = sources.apply(peer);
      Path path = paths.computeIfAbsent(peer, p -> new Path(source, nanos));
      if (path.changed(source, nanos)) {
        moved.add(peer);
      }
    }
    return moved;
  }
}
