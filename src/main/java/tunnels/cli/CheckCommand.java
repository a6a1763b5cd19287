package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tunnels.profile.Catalog;

/** {@code check}: validates profiles without connecting. */
@Command(
    name = "check",
    header = "Validate profiles without connecting.",
    description = {
      "Tells every fault of every file at once, each as FILE:LINE: what is wrong, and what to"
          + " write.",
      "Exit status: 0 all are valid; 2 some are not."
    })
final class CheckCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Tunnels; all if none is named.")
  private List<String> words = List.of();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Catalog catalog = context.catalog();
    List<String> names = new ArrayList<>();
    words.forEach(word -> names.add(Targets.one(word, catalog.names())));
    Faults faults = new Faults(context);
    faults.warn(names);
    Exit exit = names.isEmpty() ? faults.ofAll() : faults.ofTunnels(names);
    if (exit == Exit.AS_ASKED) {
      int count = names.isEmpty() ? catalog.profiles().size() : names.size();
      context.console().result(count + (count == 1 ? " profile" : " profiles") + ", no fault");
    }
    return exit.status();
  }
}
