package tunnels.supervise;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Every connection that is supervised, by name; those to one server share its gate. */
final class Wards implements Iterable<Ward> {

  private final Map<String, Ward> wards = new TreeMap<>();
  private final Map<String, Gate> gates = new HashMap<>();

  /**
   * Takes those in that are new; none goes.
   *
   * @param connections with their hosts
   */
  void admit(Map<String, String> connections, long now) {
    connections.forEach(
        (name, host) -> {
          Gate gate = gates.computeIfAbsent(host, h -> new Gate(now));
          wards.computeIfAbsent(name, n -> new Ward(n, gate));
        });
  }

  /** Asks for a pass over each. */
  void want(Request request) {
    wards.values().forEach(ward -> ward.want(request));
  }

  /** When the first of their passes may be made: {@link Ward#NEVER} if none is due. */
  long next(long now) {
    long next = Ward.NEVER;
    for (Ward ward : wards.values()) {
      next = Math.min(next, ward.next(now));
    }
    return next;
  }

  /** Whether the server of any did not answer. */
  boolean anyAway() {
    return wards.values().stream().anyMatch(ward -> ward.away.isPresent());
  }

  /** The server at this address answers again. */
  void welcome(InetSocketAddress address, long now) {
    wards.values().stream()
        .filter(ward -> ward.away.filter(address::equals).isPresent())
        .forEach(ward -> ward.welcome(now));
  }

  @Override
  public Iterator<Ward> iterator() {
    return wards.values().iterator();
  }
}
