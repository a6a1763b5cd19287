package tunnels.supervise;

import java.util.List;
import java.util.stream.Collectors;
import tunnels.openssh.ControlSocket;

/** What a connection's record says of one of its tunnels. */
final class TunnelFacts {

  private TunnelFacts() {}

  static List<HeldForward> held(ConnectionRecord record, String tunnel) {
    return record.forwards().stream().filter(held -> held.tunnel().equals(tunnel)).toList();
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
        held.stream()
            .filter(HeldForward::isThere)
            .map(HeldForward::wish)
            .collect(Collectors.toSet())
            .containsAll(roster.wishes(tunnel, record.name()));
    return Phases.of(
        new Phases.Facts(
            roster.wanted(tunnel) == Wanted.UP && !gone,
            roster.unattended(tunnel),
            master,
            record.launch().map(LaunchRecord::proven).orElse(false),
            record.trouble(),
            !held.isEmpty(),
            roster.broken(tunnel) ? held.stream().allMatch(HeldForward::isThere) : complete,
            busy));
  }
}
