package tunnels.supervise;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tunnels.openssh.Asked;
import tunnels.openssh.Connection;
import tunnels.openssh.Starter;

/**
 * Where each connection's TCP goes: to its server, or to the first jump host before it. Asked of
 * ssh and of the resolver once for the same settings, and again after a start.
 */
final class PeerAddresses {

  /**
   * @param address empty behind a proxy command
   */
  private record Known(String fingerprint, Optional<InetAddress> address) {}

  private final Starter starter;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  PeerAddresses(Starter starter) {
    this.starter = starter;
  }

  /** Whether there is an answer, or ssh and the resolver are to be asked. */
  boolean know(Connection connection) {
    Known last = known.get(connection.name());
    return last != null && last.fingerprint().equals(connection.fingerprint());
  }

  /** Empty where nobody knows: behind a proxy command, or while the name does not resolve. */
  Optional<InetAddress> of(Connection connection, boolean anew) {
    Known last = known.get(connection.name());
    if (!anew && last != null && last.fingerprint().equals(connection.fingerprint())) {
      return last.address();
    }
    known.remove(connection.name());
    if (!(starter.ask(connection) instanceof Asked.Answer answer)) {
      return Optional.empty();
    }
    Optional<InetAddress> address = answer.peer().flatMap(PeerAddresses::resolve);
    if (address.isPresent() == answer.peer().isPresent()) {
      known.put(connection.name(), new Known(connection.fingerprint(), address));
    }
    return address;
  }

  private static Optional<InetAddress> resolve(InetSocketAddress unresolved) {
    try {
      return Optional.of(InetAddress.getByName(unresolved.getHostString()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
