package tunnels.supervise;

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
   * @param has whether the recorded master has any forward of the tunnel
   * @param complete whether every forward that the tunnel should have is there
   * @param busy whether a command is working on the connection
   */
  record Facts(
      boolean wanted,
      boolean unattended,
      ControlSocket.State master,
      boolean proven,
      Trouble trouble,
      boolean has,
      boolean complete,
      boolean busy) {}

  static Phase of(Facts facts) {
    boolean live = facts.master() == ControlSocket.State.LIVE;
    if (live && (facts.proven() || !facts.busy())) {
      return onLivingMaster(facts);
    }
    if (!facts.wanted()) {
      return facts.busy() && facts.has() ? Phase.STOPPING : Phase.DOWN;
    }
    return facts.busy() ? Phase.STARTING : afterFailure(facts);
  }

  private static Phase onLivingMaster(Facts facts) {
    if (!facts.wanted()) {
      return facts.has() ? Phase.STOPPING : Phase.DOWN;
    }
    if (!facts.has() && facts.busy()) {
      return Phase.STARTING;
    }
    return facts.proven() && facts.complete() ? Phase.UP : Phase.DEGRADED;
  }

  private static Phase afterFailure(Facts facts) {
    if (facts.trouble().holds() || !facts.unattended()) {
      return Phase.HELD;
    }
    return facts.trouble().retryAt().isPresent() ? Phase.WAITING : Phase.DOWN;
  }
}
