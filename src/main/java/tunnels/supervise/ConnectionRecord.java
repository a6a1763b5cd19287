package tunnels.supervise;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tunnels.openssh.MuxForward;
import tunnels.profile.Names;

/**
 * What is remembered of a connection from one command to the next.
 *
 * @param launch the master that was started last and not yet ended
 * @param restarts how often it was started again after a death
 * @param left socket files on the far side that could not be removed yet
 * @param tunnels the last phase that was told of each tunnel, and since when
 */
public record ConnectionRecord(
    String name,
    Optional<LaunchRecord> launch,
    Trouble trouble,
    int restarts,
    List<MuxForward> left,
    Map<String, Told> tunnels) {

  /**
   * A phase and when it began.
   *
   * @param profiles the folder in which the tunnel's profile stood; empty if nobody knows
   */
  public record Told(Phase phase, Instant since, Optional<Path> profiles) {}

  public ConnectionRecord {
    Odd.unless(restarts >= 0, restarts);
    Odd.unless(tunnels.keySet().stream().allMatch(Names::isName), tunnels.keySet());
    left = List.copyOf(left);
    tunnels = Collections.unmodifiableSortedMap(new TreeMap<>(tunnels));
  }

  /** A connection of which nothing is known. */
  public static ConnectionRecord blank(String name) {
    return new ConnectionRecord(name, Optional.empty(), Trouble.none(), 0, List.of(), Map.of());
  }

  /** Whether the recorded master was seen to start. */
  boolean proven() {
    return launch.isPresent() && launch.get().proven();
  }

  /** The forwards of the recorded master. */
  List<HeldForward> forwards() {
    return launch.isPresent() ? launch.get().forwards() : List.of();
  }

  public ConnectionRecord withLaunch(Optional<LaunchRecord> now) {
    return new ConnectionRecord(name, now, trouble, restarts, left, tunnels);
  }

  ConnectionRecord withTrouble(Trouble now) {
    return new ConnectionRecord(name, launch, now, restarts, left, tunnels);
  }

  ConnectionRecord withRestarts(int now) {
    return new ConnectionRecord(name, launch, trouble, now, left, tunnels);
  }

  ConnectionRecord withLeft(List<MuxForward> now) {
    return new ConnectionRecord(name, launch, trouble, restarts, now, tunnels);
  }

  ConnectionRecord withTunnels(Map<String, Told> now) {
    return new ConnectionRecord(name, launch, trouble, restarts, left, now);
  }
}
