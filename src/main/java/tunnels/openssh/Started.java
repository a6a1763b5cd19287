package tunnels.openssh;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What became of a start. */
public sealed interface Started {

  /**
   * The master answers and the peer has answered once.
   *
   * @param roundTrip how long that took
   * @param suspects forwards of the command line that ssh complained about
   */
  record Running(Duration roundTrip, List<MuxForward> suspects) implements Started {

    /** Those of the command line that are there for certain. */
    public Set<MuxForward> good(List<MuxForward> onCommandLine) {
      Set<MuxForward> good = new HashSet<>(onCommandLine);
      for (MuxForward suspect : suspects) {
        good.remove(suspect);
      }
      return good;
    }
  }

  record Failed(Cause cause) implements Started {}
}
