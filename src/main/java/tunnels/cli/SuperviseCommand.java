package tunnels.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.report.News;
import tunnels.state.StateDirectory;
import tunnels.supervise.FolderWatch;
import tunnels.supervise.Pass;
import tunnels.supervise.Proving;
import tunnels.supervise.Roster;
import tunnels.supervise.Store;
import tunnels.supervise.Supervisor;
import tunnels.supervise.Visits;

/** {@code supervise}: keepalive at every event, in the foreground. */
@Command(
    name = "supervise",
    header = "Stay in the foreground and keep every wanted tunnel up.",
    description = {
      "For systemd, launchd or a terminal. Does what keepalive does, at once whenever an ssh dies, a"
          + " profile is edited, something is asked for by up or down, a wait has passed, a server"
          + " is back, or this machine wakes up or moves to another network. HUP reads the profiles"
          + " again. TERM and INT end it; the tunnels stay up, and the next one takes them over.",
      "Exit status: 0 ended by a signal; 1 another supervisor is at work."
    })
final class SuperviseCommand implements Callable<Integer> {

  private static final int WORKERS = 32;

  private final Context context;

  @Option(names = "--down-on-exit", description = "Take the tunnels down when it ends.")
  private boolean downOnExit;

  SuperviseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    StateDirectory store = context.store();
    Optional<Store.Hold> place =
        store
            .supervision()
            .take(ProcessHandle.current().pid(), context.surroundings().clock().instant());
    if (place.isEmpty()) {
      context.console().say("tunnels are supervised already: " + store.supervision().who());
      return Exit.NOT_AS_ASKED.status();
    }
    ExecutorService workers = workers();
    try {
      supervise(store, workers);
    } finally {
      workers.shutdown();
      place.get().close();
    }
    return Exit.AS_ASKED.status();
  }

  /** Threads that go when there is nothing to do: at rest the supervisor is one. */
  private static ExecutorService workers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(WORKERS, WORKERS, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private void supervise(StateDirectory store, ExecutorService workers) throws IOException {
    LiveCatalog catalog = new LiveCatalog(context.config(), context.surroundings().home());
    Supervisor supervisor =
        new Supervisor(
            () -> connections(catalog, store),
            catalog::refresh,
            visits(catalog, store),
            workers,
            context.surroundings().clock(),
            System::nanoTime);
    Signals.on("HUP", supervisor::reviewSoon);
    Signals.on("TERM", supervisor::end);
    Signals.on("INT", supervisor::end);
    context.console().say("supervising; HUP reads the profiles again, TERM ends it");
    Optional<FolderWatch> folders = folders(store, supervisor);
    try {
      supervisor.run();
    } finally {
      if (folders.isPresent()) {
        folders.get().close();
      }
    }
    leave(catalog.get(), store);
  }

  private Visits visits(LiveCatalog catalog, StateDirectory store) throws IOException {
    News news = new News(context.console()::result);
    Pass pass = context.pass(catalog, false, Set.of(), news::tell);
    return new Visits(
        pass,
        store,
        context.starter(),
        new Proving(store, context.surroundings().clock()),
        () -> new Roster(catalog.get(), Map.of(), Set.of()),
        context.console()::say);
  }

  /** Without events an edit is seen at the next tick, a few seconds later. */
  private Optional<FolderWatch> folders(StateDirectory store, Supervisor supervisor) {
    try {
      return Optional.of(
          new FolderWatch(
              List.of(context.config().resolve("profiles"), context.config(), store.wantedFolder()),
              supervisor::reviewSoon));
    } catch (IOException e) {
      context.console().say("no events from the file system (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  /** What there is to supervise, with the hosts, and the profiles' faults as they come up. */
  private Map<String, String> connections(LiveCatalog live, StateDirectory store) {
    live.refresh();
    Catalog catalog = live.get();
    Map<String, String> connections = new HashMap<>();
    try {
      new Faults(context).tellNews(catalog);
      store.connections().forEach(name -> connections.put(name, name));
    } catch (IOException e) {
      context.console().say("tunnels: " + e);
    }
    for (Profile profile : catalog.profiles().values()) {
      connections.put(profile.connection(), profile.host().text());
    }
    return connections;
  }

  private void leave(Catalog catalog, StateDirectory store) throws IOException {
    if (!downOnExit) {
      context.console().say("no longer supervised; what is up stays up");
      return;
    }
    var unused = new Passes(context).takeDown(store.connections(), catalog.names());
  }
}
