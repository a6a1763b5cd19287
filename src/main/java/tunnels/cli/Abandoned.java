package tunnels.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import tunnels.state.StateDirectory;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** Says of tunnels that could be tried again where nothing tries them again. */
final class Abandoned {

  private final Context context;

  Abandoned(Context context) {
    this.context = context;
  }

  void tell(Collection<TunnelStatus> tunnels) throws IOException {
    StateDirectory store = context.store();
    Instant now = context.surroundings().clock().instant();
    TreeSet<String> names = new TreeSet<>();
    for (TunnelStatus tunnel : tunnels) {
      boolean unfinished = tunnel.phase() == Phase.WAITING || tunnel.phase() == Phase.DEGRADED;
      if (unfinished && !store.isKept(tunnel.name(), now)) {
        names.add(tunnel.name());
      }
    }
    if (!names.isEmpty()) {
      context
          .console()
          .say(
              "nothing here tries again: `tunnels up "
                  + String.join(" ", names)
                  + "`, or `tunnels install cron`");
    }
  }
}
