package tunnels.supervise;

import java.util.List;
import tunnels.openssh.ControlSocket;

/** Which phase a tunnel is in: pure, the same for every command. */
final class Phases {

  private Phases() {}

  /**
   * All that the phase of a tunnel depends on.
   *
   * @param wanted whether the tunnel is wanted up
   * @param unattended whether it may come back without a person
   * @param proven whether the master was seen to start
   * @param held the tunnel's forwards on the recorded master
   * @param wishes how many forwards it should have
   * @param busy whether a command is working on the connection
   */
  record Facts(
      boolean wanted,
      boolean unattended,
      ControlSocket.State master,
      boolean proven,
      Trouble trouble,
      List<HeldForward> held,
      int wishes,
      boolean busy) {}

  static Phase of(Facts facts) {
    boolean live = facts.master() == ControlSocket.State.LIVE;
    if (live && (facts.proven() || !facts.busy())) {
      return onLivingMaster(facts);
    }
    if (!facts.wanted()) {
      return facts.busy() && !facts.held().isEmpty() ? Phase.STOPPING : Phase.DOWN;
    }
    return facts.busy() ? Phase.STARTING : afterFailure(facts);
  }

  private static Phase onLivingMaster(Facts facts) {
    if (!facts.wanted()) {
      return facts.held().isEmpty() ? Phase.DOWN : Phase.STOPPING;
    }
    if (facts.held().isEmpty() && facts.busy()) {
      return Phase.STARTING;
    }
    long there = facts.held().stream().filter(HeldForward::isThere).count();
    return facts.proven() && there >= facts.wishes() ? Phase.UP : Phase.DEGRADED;
  }

  private static Phase afterFailure(Facts facts) {
    if (facts.trouble().holds() || !facts.unattended()) {
      return Phase.HELD;
    }
    return facts.trouble().retryAt().isPresent() ? Phase.WAITING : Phase.DOWN;
  }
}
