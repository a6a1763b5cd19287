package tunnels.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tunnels.files.FileFailure;
import tunnels.profile.Profile;
import tunnels.report.StatusTable;
import tunnels.report.Style;
import tunnels.supervise.Change;
import tunnels.supervise.JobRecord;
import tunnels.supervise.Mode;
import tunnels.supervise.Pass;
import tunnels.supervise.Phase;
import tunnels.supervise.Request;
import tunnels.supervise.Watcher;
import tunnels.supervise.Way;

/** Passes over several connections: side by side, unless somebody may be asked. */
final class Passes {

  private static final int SIDE_BY_SIDE = 32;

  /** Another command may be waiting for a password to be typed. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration BREAKING_OFF = Duration.ofSeconds(5);

  /** Who asks whether a connection is worked on keeps it for an instant. */
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Context context;

  Passes(Context context) {
    this.context = context;
  }

  /** Brings wanted tunnels up, clearing holds and waits. */
  Exit bringUp(Collection<String> connections) throws IOException {
    HeadStart ahead = HeadStart.of(context, connections);
    boolean attended = context.surroundings().attended();
    Pass pass = context.pass(attended, Set.of(), this::progress);
    Exit exit = run(connections, attended, pass, Mode.PERSON, PATIENCE);
    ahead.end();
    return exit;
  }

  /**
   * Takes unwanted tunnels down.
   *
   * @param except tunnels that count as not wanted, whatever is recorded
   */
  Exit takeDown(Collection<String> connections, Set<String> except) throws IOException {
    if (connections.isEmpty()) {
      return Exit.AS_ASKED; // what a pass needs takes longer to make than all else does
    }
    Pass pass = context.pass(false, except, this::progress);
    List<String> links = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String name : connections) {
      (isLink(name) ? links : others).add(name);
    }
    return Exit.gravest(
        List.of(
            run(links, false, pass, Mode.TAKE_DOWN, PATIENCE),
            run(others, false, pass, Mode.TAKE_DOWN, PATIENCE)));
  }

  /** Jobs of ours beyond a login node's connection that nobody remembers. */
  List<JobRecord> cleanJobs(String connection, boolean dryRun) throws IOException {
    return context.pass(false, Set.of(), change -> {}).cleanJobs(connection, dryRun, PATIENCE);
  }

  /** A connection to a job's node rides on another one. */
  private static boolean isLink(String connection) {
    return Way.tunnel(connection).isPresent();
  }

  /** One pass over each, asking nobody; those that another command works on are left to it. */
  Exit unattended(Collection<String> connections, Watcher watcher) throws IOException {
    if (connections.isEmpty()) {
      return Exit.AS_ASKED;
    }
    Pass pass = context.pass(false, Set.of(), watcher);
    return run(connections, false, pass, Mode.UNATTENDED, GLANCE);
  }

  /** What is done for one connection. */
  private interface Work {
    Exit on(String connection) throws IOException;
  }

  /** One pass over each; what a start leaves to be done is done when all are made. */
  private Exit run(
      Collection<String> connections, boolean oneByOne, Pass pass, Mode mode, Duration patience)
      throws IOException {
    Queue<String> started = new ConcurrentLinkedQueue<>();
    Work work =
        connection -> {
          Pass.Result result = pass.run(connection, Request.of(mode), patience);
          if (result == Pass.Result.STARTED) {
            started.add(connection);
          }
          return result == Pass.Result.LEFT ? left(connection, mode) : Exit.AS_ASKED;
        };
    Exit made = run(connections, oneByOne, work);
    Exit again = run(doubted(connections, pass, mode), oneByOne, work);
    Work remembering =
        connection -> {
          pass.rememberSession(connection);
          return Exit.AS_ASKED;
        };
    return Exit.gravest(List.of(made, again, run(started, oneByOne, remembering)));
  }

  /** Those to be looked at once more: their profiles are read anew after a while. */
  private Collection<String> doubted(Collection<String> connections, Pass pass, Mode mode) {
    TreeSet<String> doubted = new TreeSet<>(pass.doubted(mode));
    doubted.retainAll(connections);
    if (!doubted.isEmpty()) {
      context.readAgain();
      var unused = context.catalog(); // before several threads ask for it
    }
    return doubted;
  }

  /** What fails for one connection is told, and stops no other. */
  private Exit run(Collection<String> connections, boolean oneByOne, Work work) throws IOException {
    if (connections.isEmpty()) {
      return Exit.AS_ASKED;
    }
    int threads = oneByOne ? 1 : Math.min(SIDE_BY_SIDE, connections.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Exit>> running = new ArrayList<>();
      for (String connection : inTurns(connections)) {
        running.add(pool.submit(() -> one(connection, work)));
      }
      List<Exit> exits = new ArrayList<>();
      for (Future<Exit> each : running) {
        exits.add(each.get());
      }
      return Exit.gravest(exits);
    } catch (InterruptedException e) {
      breakOff(pool);
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdown();
    }
  }

  /** Where not all are worked on at once, a host that does not answer holds up no other. */
  private Collection<String> inTurns(Collection<String> connections) {
    if (connections.size() <= SIDE_BY_SIDE) {
      return connections;
    }
    Map<String, List<Profile>> riders = context.catalog().riders();
    return InTurns.of(connections, name -> place(riders.getOrDefault(name, List.of())));
  }

  private static String place(List<Profile> riders) {
    return riders.isEmpty() ? "" : riders.get(0).host().text() + riders.get(0).ssh().options();
  }

  private static void breakOff(ExecutorService pool) {
    pool.shutdownNow();
    try {
      var unused = pool.awaitTermination(BREAKING_OFF.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Exit one(String connection, Work work) {
    try {
      return work.on(connection);
    } catch (IOException | UncheckedIOException e) {
      context.console().say(connection + ": " + FileFailure.words(e));
      return Exit.NOT_AS_ASKED;
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return Exit.NOT_AS_ASKED; // broken off
      }
      context.console().fault(e);
      return Exit.FAULT;
    }
  }

  /** One that an unattended pass leaves to another command is as it should be. */
  private Exit left(String connection, Mode mode) {
    if (mode == Mode.UNATTENDED) {
      return Exit.AS_ASKED;
    }
    context
        .console()
        .say(connection + ": another tunnels command has been working on it for two minutes");
    return Exit.NOT_AS_ASKED;
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
