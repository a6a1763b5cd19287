package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import tunnels.profile.Catalog;

/** {@code check}: validates profiles without connecting. */
final class CheckCommand implements Command {

  private final Context context;
  private List<String> words = List.of();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.CHECK)
        .description(
            "Tells every fault of every file at once, each as FILE:LINE: what is wrong, and what to"
                + " write.",
            "Exit status: 0 all are valid; 2 some are not.")
        .parameters("NAME", "Tunnels; all if none is named.", given -> words = given);
  }

  @Override
  public Integer call() {
    Catalog catalog = context.catalog();
    List<String> names = new ArrayList<>();
    for (String word : words) {
      names.add(Targets.one(word, catalog.names()));
    }
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
