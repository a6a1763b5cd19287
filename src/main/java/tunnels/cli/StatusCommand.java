package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import tunnels.profile.Catalog;
import tunnels.report.Prometheus;
import tunnels.report.StatusJson;
import tunnels.report.StatusTable;
import tunnels.supervise.Phase;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;

/** {@code status}: what is wanted and what is the case. */
final class StatusCommand implements Command {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Context context;
  private List<String> words = List.of();
  private boolean json;
  private boolean prometheus;
  private boolean watch;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.STATUS)
        .description(
            "Asks the running ssh processes on this machine; touches no network.",
            "Exit status: 0; with names, 3 if one of them is not up.")
        .parameters("NAME", "Tunnels; all if none is named.", given -> words = given)
        .flag(
            "--json", "For scripts: a JSON array; keys are only ever added.", given -> json = given)
        .flag(
            "--prometheus",
            "Metrics in the text format of node_exporter's textfile collector.",
            given -> prometheus = given)
        .flag(
            "--watch",
            "On a terminal a live screen, with restarts and the last failure; otherwise printed"
                + " anew every second. Until interrupted.",
            given -> watch = given);
  }

  @Override
  public Integer call() throws IOException {
    boolean screen = watch && !json && !prometheus && context.console().hasScreen();
    List<TunnelStatus> tunnels =
        screen ? new StatusWatch(context, this::look).run() : look(context.catalog());
    if (!screen) {
      print(tunnels);
    }
    while (watch && !screen && !context.console().isGone()) {
      LockSupport.parkNanos(SECOND.toNanos());
      tunnels = look(context.catalog());
      print(tunnels);
    }
    return words.isEmpty() || allUp(tunnels) ? 0 : Exit.NOT_UP.status();
  }

  private static boolean allUp(List<TunnelStatus> tunnels) {
    for (TunnelStatus tunnel : tunnels) {
      if (tunnel.phase() != Phase.UP) {
        return false;
      }
    }
    return true;
  }

  private List<TunnelStatus> look(Catalog catalog) throws IOException {
    Survey survey = new Survey(catalog, context.store(), context.starter());
    SortedSet<String> known = survey.names();
    SortedSet<String> names = words.isEmpty() ? survey.ours() : new TreeSet<>();
    for (String word : words) {
      names.add(Targets.one(word, known));
    }
    return survey.look(names, now());
  }

  private Instant now() {
    return context.surroundings().clock().instant();
  }

  private void print(List<TunnelStatus> tunnels) throws IOException {
    if (json) {
      context.console().result(new StatusJson().of(tunnels));
      return;
    }
    if (prometheus) {
      context.console().result(Prometheus.of(tunnels));
      return;
    }
    if (tunnels.isEmpty()) {
      context.console().say("no profile yet in " + context.config().resolve("profiles"));
      return;
    }
    context.console().result(StatusTable.of(tunnels, now()));
    for (TunnelStatus tunnel : tunnels) {
      if (context.catalog().broken().contains(tunnel.name())) {
        context.console().say(tunnel.name() + ": its profile is broken: tunnels check");
      }
    }
    context.store().visibleFault().ifPresent(context.console()::say);
    new Abandoned(context).tell(tunnels);
  }
}
