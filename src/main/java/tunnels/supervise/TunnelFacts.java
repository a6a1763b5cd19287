package tunnels.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;

/** What a connection's record says of one of its tunnels. */
final class TunnelFacts {

  private TunnelFacts() {}

  static List<HeldForward> held(ConnectionRecord record, String tunnel) {
    List<HeldForward> held = new ArrayList<>();
    for (HeldForward each : record.forwards()) {
      if (each.tunnel().equals(tunnel)) {
        held.add(each);
      }
    }
    return held;
  }

  /** With what stays up though no valid profile says so. */
  static Wanted wanted(String tunnel, ConnectionRecord record, Roster roster) {
    List<HeldForward> held = held(record, tunnel);
    boolean stays = !held.isEmpty() && roster.keeps(held.get(0), record.launch().orElseThrow());
    return stays ? Wanted.UP : roster.wanted(tunnel);
  }

  /** Of the first forward that is not there. */
  static Optional<Failure> failure(ConnectionRecord record, String tunnel) {
    for (HeldForward each : held(record, tunnel)) {
      if (!each.isThere()) {
        return each.failure();
      }
    }
    return Optional.empty();
  }

  /**
   * @param busy whether a command is working on the connection
   */
  static Phase phase(
      String tunnel,
      ConnectionRecord record,
      Roster roster,
      ControlSocket.State master,
      boolean busy) {
    List<HeldForward> held = held(record, tunnel);
    boolean gone = held.isEmpty() && !roster.knows(tunnel);
    boolean wanted = wanted(tunnel, record, roster) == Wanted.UP;
    boolean complete =
        roster.profile(tunnel).isEmpty()
            ? failure(record, tunnel).isEmpty()
            : fulfilled(roster.wishes(tunnel, record.name()), held);
    return Phases.of(
        new Phases.Facts(
            wanted && !gone,
            roster.unattended(tunnel),
            master,
            record.proven(),
            record.trouble(),
            !held.isEmpty(),
            complete,
            busy));
  }

  private static boolean fulfilled(List<Wish> wishes, List<HeldForward> held) {
    for (Wish wish : wishes) {
      if (!fulfilled(wish, held)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fulfilled(Wish wish, List<HeldForward> held) {
    for (HeldForward each : held) {
      if (each.isThere() && each.forward().equals(wish.forward())) {
        return true;
      }
    }
    return false;
  }
}
