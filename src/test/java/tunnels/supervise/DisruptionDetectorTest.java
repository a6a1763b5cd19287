package tunnels.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisruptionDetectorTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String SERVER = "198.51.100.1";
  private static final String OTHER = "203.0.113.1";

  private final Map<InetAddress, InetAddress> sources = new HashMap<>();
  private final DisruptionDetector detector =
      new DisruptionDetector(NOON, 0, peer -> Optional.ofNullable(sources.get(peer)));

  /** Each letter is the address that the server sees, five seconds apart; - is no route. */
  @ParameterizedTest
  @CsvSource({
    "aaaaaa, ......",
    "aabbbb, ..!...",
    "--aaaa, ..!...",
    "aa----, ......",
    "aa-aaa, ...!..",
    "aa-bbb, ...!..",
    "-aaaaaaaaaaaaaaaa, .!...............",
    "abbbbbbbbbbbbbbbb, .!...............",
    // Not more than once a minute, and none is forgotten.
    "aabaaaaaaaaaaaaa, ..!...........!.",
    "abababababababababababababab, .!...........!...........!..",
    "aab----------------bb, ..!................!."
  })
  void asks_where_the_way_has_changed(String addresses, String expected) throws Exception {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < addresses.length(); i++) {
      char letter = addresses.charAt(i);
      route(SERVER, letter == '-' ? "" : "192.168.1." + (int) letter);
      seen.append(moved(i * 5, SERVER).isEmpty() ? '.' : '!');
    }
    assertThat(seen.toString()).isEqualTo(expected);
  }

  @Test
  void asks_those_alone_that_are_reached_another_way() throws Exception {
    route(SERVER, "192.168.1.2");
    route(OTHER, "192.168.1.2");
    assertThat(moved(0, SERVER, OTHER)).isEmpty();
    route(OTHER, "10.8.0.2"); // a VPN to that one network
    assertThat(moved(5, SERVER, OTHER)).containsExactly(address(OTHER));
  }

  @Test
  void takes_no_new_peer_for_a_change() throws Exception {
    route(SERVER, "192.168.1.2");
    assertThat(moved(0)).isEmpty();
    assertThat(moved(5, SERVER)).isEmpty();
  }

  @Test
  void remembers_nothing_of_a_peer_that_nobody_needs() throws Exception {
    route(SERVER, "192.168.1.2");
    assertThat(moved(0, SERVER)).isEmpty();
    assertThat(moved(5)).isEmpty();
    route(SERVER, "10.8.0.2");
    assertThat(moved(10, SERVER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5, 5, false", "8, 5, false", "10, 5, true", "3605, 5, true", "-3595, 5, true"})
  void notices_sleep_by_the_clocks(long wall, long monotonic, boolean slept) {
    assertThat(detector.slept(NOON.plusSeconds(wall), Duration.ofSeconds(monotonic).toNanos()))
        .isEqualTo(slept);
  }

  private void route(String peer, String source) throws UnknownHostException {
    if (source.isEmpty()) {
      sources.remove(address(peer));
    } else {
      sources.put(address(peer), address(source));
    }
  }

  private Set<InetAddress> moved(int second, String... peers) throws UnknownHostException {
    Set<InetAddress> all = new HashSet<>();
    for (String peer : peers) {
      all.add(address(peer));
    }
    return detector.moved(all, Duration.ofSeconds(second).toNanos());
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
