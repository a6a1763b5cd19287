package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
                    + " forwards only. One that hold has stays that command's.",
                "Exit status: as of up."));
  }

  @Override
  public Integer call() throws IOException {
    Catalog catalog = context.catalog();
    SortedSet<String> names = targets.names(catalog, catalog.names());
    Exit faults = new Faults(context).ofTunnels(names);
    names.removeAll(catalog.broken());
    HeldElsewhere elsewhere = new HeldElsewhere(context);
    Set<String> held = elsewhere.heldOf(names);
    SortedSet<String> others = new TreeSet<>(names);
    others.removeAll(held);
    Exit refused = elsewhere.leaveOut(others);
    context.store().want(others, Wanted.UP);
    names.clear();
    names.addAll(others);
    names.addAll(held); // its process wants it, and nobody after that
    Passes passes = new Passes(context);
    Exit down = passes.takeDown(context.survey().connectionsOf(names), names);
    Exit up = passes.bringUp(Riders.connections(catalog, names));
    new JobWait(context, passes, catalog).settle(names);
    return Exit.gravest(List.of(faults, refused, down, up, new Outcomes(context).ofUp(names)))
        .status();
  }
}
