package tunnels.supervise;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import tunnels.openssh.MasterWatch;

/**
 * What a pass of the supervisor came back with.
 *
 * @param done false if another command is at work on the connection
 * @param started whether it has started a master, or taken one over
 * @param postponed whether it waits for its turn to log in
 * @param trouble as it is now
 * @param complete whether every forward that is wanted is there
 * @param watch on its master, if one lives
 * @param peerKnown whether where its TCP goes was found out before
 * @param away where its server does not answer a TCP connect
 * @param jobs when its jobs are to be asked for again
 * @param stirred whether another connection has something to do because of it
 */
record Visit(
    boolean done,
    boolean started,
    boolean postponed,
    Trouble trouble,
    boolean complete,
    Optional<MasterWatch> watch,
    boolean peerKnown,
    Optional<InetSocketAddress> away,
    Optional<Duration> jobs,
    boolean stirred) {

  /** To be made again soon. */
  static Visit busy() {
    return new Visit(
        false,
        false,
        false,
        Trouble.none(),
        true,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
