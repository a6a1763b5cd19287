package tunnels.supervise;

import java.util.ArrayList;
import java.util.List;
import tunnels.openssh.ControlSocket;

/**
 * All that the next step of a connection depends on.
 *
 * @param wanted whether any tunnel of it is wanted up
 * @param master what answers at the control socket of the last launch
 * @param launched whether a launch is recorded
 * @param proven whether that launch was seen to succeed
 * @param current whether it has the settings that the profiles have now
 * @param mayTry whether an unattended start is allowed now: not held, not waiting
 * @param surplus forwards that are recorded and no longer wanted
 * @param missing forwards that are wanted and not there
 */
record Situation(
    Mode mode,
    boolean wanted,
    ControlSocket.State master,
    boolean launched,
    boolean proven,
    boolean current,
    boolean mayTry,
    List<HeldForward> surplus,
    List<Wish> missing) {

  Situation withMaster(ControlSocket.State now) {
    return new Situation(mode, wanted, now, launched, proven, current, mayTry, surplus, missing);
  }

  boolean isLiving() {
    return master == ControlSocket.State.LIVE;
  }

  /** The same, with the settings and these forwards left as they are. */
  Situation without(List<HeldForward> lost) {
    List<HeldForward> rest = new ArrayList<>(surplus);
    rest.removeAll(lost);
    return new Situation(mode, true, master, launched, proven, true, mayTry, rest, missing);
  }

  /** Whether it is wanted and hangs, or is just dying, and may not be replaced now. */
  boolean undecided() {
    return mode == Mode.LOOK && wanted && proven && master == ControlSocket.State.SILENT;
  }

  /** Whether a start is in order, if one is needed. */
  boolean mayStart() {
    return switch (mode) {
      case PERSON -> true;
      case UNATTENDED -> mayTry;
      case LOOK, TAKE_DOWN -> false;
    };
  }
}
