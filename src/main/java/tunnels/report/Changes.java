package tunnels.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/**
 * What an unattended pass has changed, a line for each tunnel: one that failed again as it did
 * before is no change.
 */
public final class Changes {

  private Changes() {}

  /**
   * @param changes in the order in which they happened
   */
  public static List<String> lines(Collection<Change> changes) {
    Map<String, List<Change>> byTunnel = new LinkedHashMap<>();
    for (Change change : changes) {
      byTunnel.computeIfAbsent(change.tunnel(), t -> new ArrayList<>()).add(change);
    }
    List<String> lines = new ArrayList<>();
    for (List<Change> all : byTunnel.values()) {
      line(all).ifPresent(lines::add);
    }
    return lines;
  }

  private static Optional<String> line(List<Change> changes) {
    Change first = changes.get(0);
    Change last = changes.get(changes.size() - 1);
    Optional<Change> death = changes.stream().filter(Changes::isDeath).findFirst();
    if (first.from() == last.to()) {
      return wasThere(first)
          ? Optional.of(first.tunnel() + ": restarted" + why(death.flatMap(Change::failure)))
          : Optional.empty();
    }
    Optional<Failure> cause = last.failure().or(() -> death.flatMap(Change::failure));
    String phases = first.from().word() + " -> " + last.to().word();
    return Optional.of(first.tunnel() + ": " + phases + why(cause));
  }

  private static boolean isDeath(Change change) {
    return wasThere(change) && change.failure().isPresent();
  }

  private static boolean wasThere(Change change) {
    return change.from() == Phase.UP || change.from() == Phase.DEGRADED;
  }

  private static String why(Optional<Failure> failure) {
    return failure.map(f -> " (" + f.words() + ")").orElse("");
  }
}
