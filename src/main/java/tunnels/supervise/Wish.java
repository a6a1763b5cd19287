package tunnels.supervise;

import org.jspecify.annotations.Nullable;
import tunnels.openssh.MuxForward;

/** A forward that a tunnel should have. */
record Wish(String tunnel, MuxForward forward) {

  /** By hand for the same reason as {@link MuxForward#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Wish that && tunnel.equals(that.tunnel) && forward.equals(that.forward);
  }

  @Override
  public int hashCode() {
    return 31 * tunnel.hashCode() + forward.hashCode();
  }
}
