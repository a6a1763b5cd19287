package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import tunnels.report.JobText;
import tunnels.supervise.Following;
import tunnels.supervise.Survey;
import tunnels.supervise.Wanted;

/** {@code down}: wants tunnels down and takes them down. */
final class DownCommand implements Command {

  private final Context context;
  private final Targets targets = new Targets();

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return targets.addTo(
        Syntax.of(this, Verb.DOWN)
            .description(
                "Ends ssh and returns when it is gone, with its control socket and the files of"
                    + " listening Unix sockets. Tunnels that share the connection stay up. Needs no"
                    + " valid profile.",
                "Cancels the tunnel's job, unless its profile says on_down = \"keep\".",
                "Exit status: 0 all are down; 1 some are not; 2 a name is wrong."));
  }

  @Override
  public Integer call() throws IOException {
    Survey survey = context.survey();
    SortedSet<String> names = targets.names(context.catalog(), survey.names(), survey.ours());
    context.store().want(names, Wanted.DOWN);
    Passes passes = new Passes(context);
    Exit passed = passes.takeDown(survey.connectionsOf(names), Set.of());
    Exit jobs = endJobs(names, passes);
    return Exit.gravest(List.of(passed, jobs, new Outcomes(context).ofDown(names))).status();
  }

  /** Jobs that could not be ended, for want of a master, are worth a login. */
  private Exit endJobs(SortedSet<String> names, Passes passes) throws IOException {
    Map<String, Following> left = followings(names);
    passes.bringUp(left.values().stream().map(Following::connection).distinct().toList());
    followings(names)
        .forEach(
            (tunnel, following) ->
                context
                    .console()
                    .say(
                        tunnel
                            + ": its job may still be there, to be ended by the next pass that"
                            + " can: "
                            + JobText.line(following)));
    return followings(names).isEmpty() ? Exit.AS_ASKED : Exit.NOT_AS_ASKED;
  }

  private Map<String, Following> followings(SortedSet<String> names) throws IOException {
    Map<String, Following> followings = new TreeMap<>(context.store().followings());
    followings.keySet().retainAll(names);
    followings.values().removeIf(Following::kept);
    return followings;
  }
}
