package tunnels.supervise;

import java.time.Instant;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.profile.Names;

/**
 * A tunnel's phase changed.
 *
 * @param failure why, where something failed
 */
public record Change(Instant at, String tunnel, Phase from, Phase to, Optional<Failure> failure) {

  public Change {
    Odd.unless(isTunnel(tunnel), tunnel);
  }

  /** Whether a tunnel can be called that. */
  public static boolean isTunnel(String name) {
    return Names.isName(name);
  }

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
