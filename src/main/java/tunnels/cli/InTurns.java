package tunnels.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** The order in which connections are taken, so that many to a dead host keep nobody waiting. */
final class InTurns {

  private InTurns() {}

  /** The first of each host, then the second of each, and so on. */
  static List<String> of(Collection<String> connections, Function<String, String> host) {
    Map<String, Queue<String>> byHost = new LinkedHashMap<>();
    for (String connection : connections) {
      byHost.computeIfAbsent(host.apply(connection), h -> new ArrayDeque<>()).add(connection);
    }
    List<String> order = new ArrayList<>();
    while (order.size() < connections.size()) {
      for (Queue<String> left : byHost.values()) {
        if (!left.isEmpty()) {
          order.add(left.remove());
        }
      }
    }
    return order;
  }
}
