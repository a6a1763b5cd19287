package tunnels.supervise;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.Proof;
import tunnels.profile.Forward;

/**
 * What is wanted of a tunnel and what is the case.
 *
 * @param host what ssh is given as its destination; empty if nothing knows it any more
 * @param pid of the master; empty unless it answers
 * @param notice what keeps happening to its connection though it comes back each time
 * @param roundTripMicros how long the peer took to answer when it was last asked
 * @param since when the phase began, where that was seen
 * @param job what is known of its job; empty without one
 */
public record TunnelStatus(
    String name,
    Wanted wanted,
    Phase phase,
    Optional<String> host,
    Optional<Long> pid,
    Optional<Path> controlSocket,
    Optional<Instant> since,
    int restarts,
    Optional<Instant> retryAt,
    Optional<Failure> failure,
    Optional<Failure> notice,
    Optional<Long> roundTripMicros,
    List<ForwardStatus> forwards,
    Optional<Following> job) {

  /**
   * @param spec as the profile has it
   * @param listen where it listens, with the port that the server picked
   * @param target empty for a SOCKS proxy, and for a job's server of which nobody knows where it is
   * @param proof what its far end was last seen to do, and when
   */
  public record ForwardStatus(
      String kind,
      String spec,
      String listen,
      Optional<String> target,
      Optional<String> label,
      boolean up,
      Optional<Failure> failure,
      Optional<Proved> proof) {

    public boolean socks() {
      return target.isEmpty() && !kind.equals(Forward.Kind.SERVER.word());
    }
  }

  /** A proof and its time. */
  public record Proved(Proof proof, Instant at) {}
}
