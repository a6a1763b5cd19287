package tunnels.cli;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tunnels.report.History;

/** {@code history}: ups and downs over time. */
@Command(
    name = "history",
    header = "Show a tunnel's ups and downs over time, with causes.",
    description = {
      "Each cell of the bar shows the worst that happened in it: # up, + degraded, - waiting, ! held,"
          + " . down. What is kept is bounded."
    })
final class HistoryCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A tunnel; all if none is named.")
  private String name = "";

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    SortedSet<String> known = context.survey().names();
    SortedSet<String> names =
        name.isEmpty() ? known : new TreeSet<>(Set.of(Targets.one(name, known)));
    for (String each : names) {
      context
          .console()
          .result(
              History.of(
                  each,
                  context.store().history(each),
                  context.surroundings().clock().instant(),
                  ZoneId.systemDefault(),
                  context.surroundings().unicode()));
    }
    return Exit.AS_ASKED.status();
  }
}
