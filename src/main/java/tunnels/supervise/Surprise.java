package tunnels.supervise;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices what connections may not have survived: sleep, by a jump of the wall clock against the
 * monotonic one, and a change of this machine's addresses.
 */
final class Surprise {

  private static final Duration JUMP = Duration.ofSeconds(4);

  private Instant wall;
  private long monotonic;
  private Set<String> addresses;

  Surprise(Instant wall, long monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
    this.addresses = addresses();
  }

  /** Whether anything of the kind has happened since the last time. */
  boolean happened(Instant now, long nanos) {
    Duration byWall = Duration.between(wall, now);
    Duration byMonotonic = Duration.ofNanos(nanos - monotonic);
    Set<String> here = addresses();
    boolean jumped = byWall.minus(byMonotonic).abs().compareTo(JUMP) > 0;
    boolean moved = !here.equals(addresses);
    wall = now;
    monotonic = nanos;
    addresses = here;
    return jumped || moved;
  }

  private static Set<String> addresses() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .map(each -> String.valueOf(each.getAddress()))
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Set.of(); // no interface at all
    }
  }
}
