package tunnels.supervise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    boolean complete =
        roster.broken(tunnel)
            ? failure(record, tunnel).isEmpty()
            : there(held).containsAll(roster.wishes(tunnel, record.name()));
    return Phases.of(
        new Phases.Facts(
            roster.wanted(tunnel) == Wanted.UP && !gone,
            roster.unattended(tunnel),
            master,
            record.launch().isPresent() && record.launch().get().proven(),
            record.trouble(),
            !held.isEmpty(),
            complete,
            busy));
  }

  private static Set<Wish> there(List<HeldForward> held) {
    Set<Wish> there = new HashSet<>();
    for (HeldForward each : held) {
      if (each.isThere()) {
        there.add(each.wish());
      }
    }
    return there;
  }
}
