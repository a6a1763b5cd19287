package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tunnels.files.FileFailure;
import tunnels.profile.Catalog;
import tunnels.state.StateDirectory;
import tunnels.supervise.FolderWatch;
import tunnels.supervise.Proving;
import tunnels.supervise.Request;
import tunnels.supervise.Roster;
import tunnels.supervise.Supervisor;
import tunnels.supervise.Visits;
import tunnels.supervise.Watcher;

/** A supervisor over some connections, with the profiles as they are by the time of each pass. */
final class Vigil {

  private static final int WORKERS = 32;
  private static final int ENDING_SECONDS = 10;

  private final Context context;
  private final LiveCatalog catalog;
  private final ExecutorService workers = workers();
  private final Supervisor supervisor;

  /** What it is kept for. */
  interface Purpose extends Watcher {

    /** The connections to keep. */
    Set<String> connections(Catalog catalog);

    /** A pass has been made over this connection, perhaps by a thread of its own. */
    void passed(String connection, Catalog catalog);

    /** Every few seconds. */
    void tick();
  }

  Vigil(Context context, Purpose purpose) throws IOException {
    this.context = context;
    this.catalog = new LiveCatalog(context.config(), context.surroundings().home());
    this.supervisor =
        new Supervisor(
            () -> connections(purpose),
            () -> tick(purpose),
            visits(purpose),
            workers,
            context.surroundings().clock(),
            System::nanoTime);
  }

  /**
   * Until {@link #end}; every master stays.
   *
   * @param first what the first passes are made for
   */
  void run(Request first) throws IOException {
    Optional<FolderWatch> folders = folders();
    try {
      supervisor.run(first);
    } finally {
      if (folders.isPresent()) {
        folders.get().close();
      }
      workers.shutdown();
    }
  }

  /** Breaks off the passes that are under way; returns when none is. */
  void breakOff() {
    workers.shutdownNow();
    try {
      var unused = workers.awaitTermination(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From any thread: profiles and wishes are read again. */
  void reviewSoon() {
    supervisor.reviewSoon();
  }

  /** From any thread. */
  void end() {
    supervisor.end();
  }

  Catalog catalog() {
    return catalog.get();
  }

  private boolean tick(Purpose purpose) {
    purpose.tick();
    return catalog.refresh();
  }

  private Set<String> connections(Purpose purpose) {
    catalog.refresh();
    return purpose.connections(catalog.get());
  }

  private Visits visits(Purpose purpose) throws IOException {
    StateDirectory store = context.store();
    return new Visits(
        context.pass(catalog, false, Set.of(), purpose),
        store,
        context.starter(),
        new Proving(store, context.surroundings().clock()),
        () -> new Roster(catalog.get(), Map.of(), Set.of(), Map.of()),
        connection -> purpose.passed(connection, catalog.get()),
        context.console()::say);
  }

  /** Without events an edit is seen at the next tick, a few seconds later. */
  private Optional<FolderWatch> folders() throws IOException {
    Path config = context.config();
    List<Path> watched =
        List.of(config.resolve("profiles"), config, context.store().wantedFolder());
    try {
      return Optional.of(new FolderWatch(watched, supervisor::reviewSoon));
    } catch (IOException e) {
      context.console().say("no events from the file system (" + FileFailure.words(e) + ")");
      return Optional.empty();
    }
  }

  /** Threads that go when there is nothing to do: at rest the supervisor is one. */
  private static ExecutorService workers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(WORKERS, WORKERS, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }
}
