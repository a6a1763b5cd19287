package tunnels.supervise;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Believes that files take something away when they have said so twice, some time apart: a file
 * that is being saved, or a folder that is being replaced, is missing or cut short for a moment.
 */
final class SecondLook {

  /** How far the two are apart. */
  static final Duration APART = Duration.ofSeconds(2);

  /**
   * What something may be taken away from.
   *
   * @param tunnel whose profile is missing; empty where the settings or forwards are others
   */
  record Place(String connection, Optional<String> tunnel) {}

  /** What was said, and since when. */
  private record Said(String loss, long since) {}

  private final LongSupplier nanos;
  private final Map<Place, Said> said = new ConcurrentHashMap<>();

  /**
   * @param nanos a monotonic clock: the one on the wall may be set meanwhile
   */
  SecondLook(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether what is said now counts.
   *
   * @param loss what is taken away; empty if nothing is
   */
  boolean believes(Place place, String loss) {
    if (loss.isEmpty()) {
      said.remove(place);
      return true;
    }
    long now = nanos.getAsLong();
    Said before = said.get(place);
    if (before == null || !before.loss().equals(loss)) {
      said.put(place, new Said(loss, now));
      return false;
    }
    return left(before, now) <= 0;
  }

  /** When a connection is to be looked at again; empty if nothing of it is in doubt. */
  Optional<Duration> pause(String connection) {
    long now = nanos.getAsLong();
    long soonest = Long.MAX_VALUE;
    for (Map.Entry<Place, Said> each : said.entrySet()) {
      long left = left(each.getValue(), now);
      if (each.getKey().connection().equals(connection) && left > 0) {
        soonest = Math.min(soonest, left);
      }
    }
    return soonest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(soonest));
  }

  /**
   * The connections of which something is in doubt.
   *
   * @param deletions whether missing profiles count too
   */
  Set<String> doubted(boolean deletions) {
    long now = nanos.getAsLong();
    Set<String> doubted = new HashSet<>();
    for (Map.Entry<Place, Said> each : said.entrySet()) {
      boolean counts = deletions || each.getKey().tunnel().isEmpty();
      if (counts && left(each.getValue(), now) > 0) {
        doubted.add(each.getKey().connection());
      }
    }
    return doubted;
  }

  private static long left(Said said, long now) {
    return APART.toNanos() - (now - said.since());
  }
}
