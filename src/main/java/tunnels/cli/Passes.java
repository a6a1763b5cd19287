package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tunnels.report.StatusTable;
import tunnels.report.Style;
import tunnels.supervise.Change;
import tunnels.supervise.Mode;
import tunnels.supervise.Pass;
import tunnels.supervise.Phase;

/** A person's passes over several connections: side by side, unless somebody may be asked. */
final class Passes {

  private static final int SIDE_BY_SIDE = 32;

  /** Another command may be waiting for a password to be typed. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Context context;

  Passes(Context context) {
    this.context = context;
  }

  /** Brings wanted tunnels up, clearing holds and waits. */
  void bringUp(Collection<String> connections) throws IOException {
    boolean attended = context.surroundings().attended();
    run(connections, Mode.PERSON, attended, Set.of());
  }

  /**
   * Takes unwanted tunnels down.
   *
   * @param except tunnels that count as not wanted, whatever is recorded
   */
  void takeDown(Collection<String> connections, Set<String> except) throws IOException {
    run(connections, Mode.TAKE_DOWN, false, except);
  }

  private void run(Collection<String> connections, Mode mode, boolean attended, Set<String> except)
      throws IOException {
    Pass pass = context.pass(attended, except, this::progress);
    int threads = attended ? 1 : Math.max(1, Math.min(SIDE_BY_SIDE, connections.size()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (String connection : connections) {
        running.add(pool.submit(() -> one(pass, connection, mode)));
      }
      for (Future<Boolean> each : running) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      pool.shutdown();
    }
  }

  private boolean one(Pass pass, String connection, Mode mode) throws IOException {
    boolean done = pass.run(connection, mode, PATIENCE);
    if (!done) {
      context
          .console()
          .say(connection + ": another tunnels command has been working on it for two minutes");
    }
    return done;
  }

  /** On a terminal a person sees what happens meanwhile. */
  private void progress(Change change) {
    boolean passing = change.to() == Phase.STARTING || change.to() == Phase.STOPPING;
    if (passing && context.surroundings().isTerminal(2)) {
      String phase = StatusTable.style(change.to()).of(change.to().word());
      context.console().say(Style.FAINT.of(change.tunnel() + ": ") + phase);
    }
  }
}
