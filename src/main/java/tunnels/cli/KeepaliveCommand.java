package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tunnels.process.Ancestry;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.report.Changes;
import tunnels.state.StateDirectory;
import tunnels.supervise.Change;
import tunnels.supervise.Following;
import tunnels.supervise.Roster;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;
import tunnels.supervise.Watcher;
import tunnels.supervise.Way;

/** {@code keepalive}: one pass for cron and launchd. */
final class KeepaliveCommand implements Command {

  private final Context context;

  KeepaliveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.KEEPALIVE)
        .description(
            "Never asks anybody anything. What was up and died is restarted at once; failed starts"
                + " wait, doubling; what only a person can mend is held, and not tried again until"
                + " something that it rests on has changed. Prints a line for each change, and"
                + " nothing at all when nothing changed.",
            "Exit status: 0 all that is wanted is up; 1 something is not; 2 a profile is broken; 4"
                + " a person is needed.");
  }

  @Override
  public Integer call() throws IOException {
    Catalog catalog = context.catalog();
    context.store().insistOnLocks();
    context.store().unwritten().tellOnlyNews();
    new Faults(context).tellNews(catalog);
    tellMissingFolder();
    List<Change> changes = Collections.synchronizedList(new ArrayList<>());
    Passes passes = new Passes(context);
    Watcher noted = changes::add;
    Exit passed = passes.unattended(connections(catalog), noted);
    Exit linked = passes.unattended(context.survey().links(catalog.names()), noted);
    for (String line : Changes.lines(changes)) {
      context.console().result(line);
    }
    new JobEnds(context).tell();
    if (Ancestry.isCron()) {
      context.store().supervision().noteCron(context.surroundings().clock().instant());
    }
    context.store().supervision().noteKeepalive(context.surroundings().clock().instant());
    context.store().unwritten().end();
    List<Exit> exits = new ArrayList<>(states());
    exits.add(passed);
    exits.add(linked);
    exits.add(catalog.faults().isEmpty() ? Exit.AS_ASKED : Exit.USAGE);
    return Exit.gravest(exits).status();
  }

  /** Those that are wanted, and those that have left anything; with all others there is no work. */
  private Collection<String> connections(Catalog catalog) throws IOException {
    StateDirectory store = context.store();
    Roster roster = Roster.of(catalog, store, Set.of());
    TreeSet<String> connections = new TreeSet<>();
    for (Profile profile : catalog.profiles().values()) {
      if (roster.wanted(profile.name()) == Wanted.UP) {
        connections.add(profile.connection());
      }
    }
    for (Following job : store.followings().values()) {
      connections.add(job.connection());
    }
    for (String name : store.connections()) {
      if (Way.tunnel(name).isEmpty()) { // the others follow, once their jobs were asked for
        connections.add(name);
      }
    }
    connections.addAll(store.withSocket(catalog.riders().keySet()));
    return connections;
  }

  /** Cron knows no XDG_CONFIG_HOME: what was found under another environment is not here. */
  private void tellMissingFolder() throws IOException {
    Path folder = context.config().resolve("profiles");
    String missing = Files.isDirectory(folder) ? "" : "there is no folder " + folder;
    if (context.store().said().isNews("profiles-folder", missing)) {
      context.console().say(missing + ": what is up is left alone; see --config");
    }
  }

  private List<Exit> states() throws IOException {
    Survey survey = context.survey();
    List<Exit> exits = new ArrayList<>();
    for (TunnelStatus tunnel :
        survey.look(survey.wanted(), context.surroundings().clock().instant())) {
      exits.add(exit(tunnel));
    }
    return exits;
  }

  private static Exit exit(TunnelStatus tunnel) {
    return switch (tunnel.phase()) {
      case UP, STARTING, STOPPING, QUEUED -> Exit.AS_ASKED;
      case HELD -> Exit.HELD;
      case DOWN, DEGRADED, WAITING -> Exit.NOT_AS_ASKED;
    };
  }
}
