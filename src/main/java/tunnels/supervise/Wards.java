package tunnels.supervise;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every connection that is supervised, by name. */
final class Wards implements Iterable<Ward> {

  private final Map<String, Ward> wards = new TreeMap<>();

  /** Takes those in that are new, and lets go of those that are gone. */
  void update(Set<String> connections) {
    wards.values().removeIf(ward -> !connections.contains(ward.name) && ward.release());
    for (String name : connections) {
      wards.computeIfAbsent(name, Ward::new);
    }
  }

  /** Where their TCP connections go. */
  Set<InetAddress> peers() {
    Set<InetAddress> peers = new HashSet<>();
    wards.values().forEach(ward -> peers.addAll(ward.peers()));
    return peers;
  }

  Optional<Ward> named(String name) {
    return Optional.ofNullable(wards.get(name));
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

  /** The server at this address answers again, by which these had failed. */
  List<Ward> welcome(InetSocketAddress address) {
    List<Ward> back =
        wards.values().stream()
            .filter(ward -> ward.away.filter(address::equals).isPresent())
            .toList();
    back.forEach(Ward::welcome);
    return back;
  }

  @Override
  public Iterator<Ward> iterator() {
    return wards.values().iterator();
  }
}
