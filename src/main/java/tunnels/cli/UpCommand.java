package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import tunnels.profile.Catalog;
import tunnels.supervise.Wanted;

/** {@code up}: wants tunnels up and brings them up now. */
final class UpCommand implements Command {

  private final Context context;
  private final Targets targets = new Targets();

  UpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return targets.addTo(
        Syntax.of(this, Verb.UP)
            .description(
                "Starts ssh for each, several side by side, and returns when each is up or has"
                    + " failed. What is up already is left alone. Holds and waits are cleared. On a"
                    + " terminal ssh may ask for passwords, one tunnel after the other.",
                "A profile with [job] has its job submitted, unless it has one. Ctrl-C ends the"
                    + " waiting for it, and not the job.",
                "Of what was up already, and is as it was, it says: up, as before.",
                "Exit status: 0 all are up; 1 some are not; 2 a name or a profile is wrong; 4 a"
                    + " person must mend something first."));
  }

  @Override
  public Integer call() throws IOException {
    SortedSet<String> names = targets.names(context.catalog(), context.catalog().names());
    if (names.isEmpty()) {
      Path folder = context.config().resolve("profiles");
      context.console().say("no profile yet in " + folder + "; see: tunnels init");
    }
    return bringUp(names).status();
  }

  /** Of these tunnels, which have a profile each. */
  Exit bringUp(SortedSet<String> names) throws IOException {
    Catalog catalog = context.catalog();
    List<Exit> exits = new ArrayList<>();
    exits.add(new Faults(context).ofTunnels(names));
    names.removeAll(catalog.broken());
    exits.add(new HeldElsewhere(context).leaveOut(names));
    UpBefore before = new UpBefore(catalog, context.store(), names);
    context.store().want(names, Wanted.UP);
    Passes passes = new Passes(context);
    exits.add(passes.takeDown(context.survey().former(names), Set.of()));
    exits.add(passes.bringUp(Riders.connections(catalog, names)));
    new JobWait(context, passes, catalog).settle(names);
    exits.add(new Outcomes(context).ofUp(names, before.unchanged()));
    return Exit.gravest(exits);
  }
}
