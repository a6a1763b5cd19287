package tunnels.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tunnels.report.Outcome;
import tunnels.report.Style;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** Tells how tunnels are after a command, and which exit status that is. */
final class Outcomes {

  private final Context context;

  Outcomes(Context context) {
    this.context = context;
  }

  Exit ofUp(Collection<String> names) throws IOException {
    return ofUp(names, Set.of());
  }

  /**
   * @param unchanged those that the command left as they were
   */
  Exit ofUp(Collection<String> names, Set<String> unchanged) throws IOException {
    List<Exit> exits = new ArrayList<>();
    List<TunnelStatus> tunnels = look(names);
    for (TunnelStatus tunnel : tunnels) {
      var profile = Optional.ofNullable(context.catalog().profiles().get(tunnel.name()));
      context.console().result(Outcome.result(tunnel, profile, unchanged.contains(tunnel.name())));
      problems(tunnel);
      exits.add(ofUp(tunnel.phase()));
    }
    new Abandoned(context).tell(tunnels);
    return Exit.gravest(exits);
  }

  Exit ofDown(Collection<String> names) throws IOException {
    List<Exit> exits = new ArrayList<>();
    for (TunnelStatus tunnel : look(names)) {
      boolean down = tunnel.phase() == Phase.DOWN;
      String word = (down ? Style.GOOD : Style.BAD).of(tunnel.phase().word());
      context.console().result(Style.STRONG.of(tunnel.name()) + ": " + word);
      exits.add(down ? Exit.AS_ASKED : Exit.NOT_AS_ASKED);
    }
    return Exit.gravest(exits);
  }

  private List<TunnelStatus> look(Collection<String> names) throws IOException {
    return context.survey().look(names, context.surroundings().clock().instant());
  }

  private void problems(TunnelStatus tunnel) {
    String problems = Outcome.problems(tunnel);
    if (!problems.isEmpty()) {
      context.console().say(problems);
    }
  }

  private static Exit ofUp(Phase phase) {
    return switch (phase) {
      case UP -> Exit.AS_ASKED;
      case HELD -> Exit.HELD;
      case DOWN, QUEUED, STARTING, DEGRADED, WAITING, STOPPING -> Exit.NOT_AS_ASKED;
    };
  }
}
