package tunnels.supervise;

import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.MuxForward;

/**
 * A forward of a tunnel on a running master.
 *
 * @param forward as the profile wants it
 * @param as the fields under which the master has it
 * @param port the listen port that the server picked; 0 where none was to be picked
 * @param failure why it is not there; empty if it is
 */
public record HeldForward(
    String tunnel, MuxForward forward, MuxForward as, int port, Optional<Failure> failure) {

  static HeldForward there(Wish wish, MuxForward as, int port) {
    return new HeldForward(wish.tunnel(), wish.forward(), as, port, Optional.empty());
  }

  static HeldForward missing(Wish wish, Failure failure) {
    return new HeldForward(wish.tunnel(), wish.forward(), wish.forward(), 0, Optional.of(failure));
  }

  public boolean isThere() {
    return failure.isEmpty();
  }

  Wish wish() {
    return new Wish(tunnel, forward);
  }
}
