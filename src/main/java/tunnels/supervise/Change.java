package tunnels.supervise;

import java.time.Instant;
import java.util.Optional;
import tunnels.openssh.Failure;

/**
 * A tunnel's phase changed.
 *
 * @param failure why, where something failed
 */
public record Change(Instant at, String tunnel, Phase from, Phase to, Optional<Failure> failure) {

  /** One line for people: {@code hpc-socks: up -> down (closed: the ssh process is gone)}. */
  @Override
  public String toString() {
    return phases() + why();
  }

  /** The same without the failure. */
  public String phases() {
    return tunnel + ": " + from.word() + " -> " + to.word();
  }

  /** The failure in brackets, after a space; nothing where there is none. */
  public String why() {
    return failure.isPresent() ? " (" + failure.get().words() + ")" : "";
  }
}
