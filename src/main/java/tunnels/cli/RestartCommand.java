package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import tunnels.profile.Catalog;
import tunnels.supervise.Wanted;

/** {@code restart}: down, then up. */
final class RestartCommand implements Command {

  private final Context context;
  private final Targets targets = new Targets();

  RestartCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return targets.addTo(
        Syntax.of(this, Verb.RESTART)
            .description(
                "As down and up; a tunnel that shares its connection closes and opens its own"
                    + " forwards only.",
                "Exit status: as of up."));
  }

  @Override
  public Integer call() throws IOException {
    Catalog catalog = context.catalog();
    SortedSet<String> names = targets.names(catalog, catalog.names());
    Exit faults = new Faults(context).ofTunnels(names);
    names.removeAll(catalog.broken());
    context.store().want(names, Wanted.UP);
    Passes passes = new Passes(context);
    Exit down = passes.takeDown(context.survey().connectionsOf(names), names);
    Exit up = passes.bringUp(Riders.connections(catalog, names));
    new JobWait(context, passes, catalog).settle(names);
    return Exit.gravest(List.of(faults, down, up, new Outcomes(context).ofUp(names))).status();
  }
}
