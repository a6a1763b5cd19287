package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;
import tunnels.supervise.Wanted;

/** {@code down}: wants tunnels down and takes them down. */
@Command(
    name = "down",
    header = "Take tunnels down now, and want them down from now on.",
    description = {
      "Ends ssh and returns when it is gone, with its control socket and the files of listening Unix"
          + " sockets. Tunnels that share the connection stay up. Needs no valid profile.",
      "Exit status: 0 all are down; 1 some are not; 2 a name is wrong."
    })
final class DownCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private Targets targets = new Targets();

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Survey survey = context.survey();
    SortedSet<String> names = targets.names(context.catalog(), survey.names());
    Store store = context.store();
    for (String name : names) {
      store.want(name, Wanted.DOWN);
    }
    Exit passed = new Passes(context).takeDown(survey.connectionsOf(names), Set.of());
    return Exit.gravest(List.of(passed, new Outcomes(context).ofDown(names))).status();
  }
}
