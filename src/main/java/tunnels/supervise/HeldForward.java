package tunnels.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.MuxForward;
import tunnels.profile.Names;

/**
 * A forward of a tunnel on a running master.
 *
 * @param forward as the profile wants it
 * @param as the fields under which the master has it
 * @param port the listen port that the server picked; 0 where none was to be picked
 * @param failure why it is not there; empty if it is
 * @param late when a login shell on the far side did not come to our command that clears its way
 */
public record HeldForward(
    String tunnel,
    MuxForward forward,
    MuxForward as,
    int port,
    Optional<Failure> failure,
    Optional<Instant> late) {

  private static final Duration PAUSE = Duration.ofMinutes(10);

  public HeldForward(
      String tunnel, MuxForward forward, MuxForward as, int port, Optional<Failure> failure) {
    this(tunnel, forward, as, port, failure, Optional.empty());
  }

  /** A file may say anything. */
  public HeldForward {
    Odd.unless(Names.isName(tunnel) && port >= 0 && port <= Odd.LAST_PORT, tunnel);
  }

  static HeldForward there(Wish wish, MuxForward as, int port) {
    return new HeldForward(wish.tunnel(), wish.forward(), as, port, Optional.empty());
  }

  static HeldForward missing(Wish wish, Failure failure) {
    return new HeldForward(wish.tunnel(), wish.forward(), wish.forward(), 0, Optional.of(failure));
  }

  HeldForward late(Optional<Instant> at) {
    return new HeldForward(tunnel, forward, as, port, failure, at);
  }

  /** Whether that login shell is left alone now; a clock that was set back does not count. */
  boolean waitsForShell(Instant now) {
    return late.isPresent() && !now.isBefore(late.get()) && now.isBefore(late.get().plus(PAUSE));
  }

  public boolean isThere() {
    return failure.isEmpty();
  }

  Wish wish() {
    return new Wish(tunnel, forward);
  }
}
