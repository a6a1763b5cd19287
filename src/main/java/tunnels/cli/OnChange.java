package tunnels.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tunnels.openssh.Failure;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.supervise.Change;
import tunnels.supervise.Watcher;

/**
 * Runs the user's {@code on_change} at each change of phase: those of several tunnels side by side,
 * each within a time limit, and never in the way of a pass. A change without its run is told.
 */
final class OnChange implements Watcher, AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** How long a tunnels command that is done begins further ones. */
  private static final Duration ENDING = Duration.ofSeconds(30);

  private static final int SIDE_BY_SIDE = 16;
  private static final int MOST_OF_A_TUNNEL = 100;

  /** Hears of a change whose command did not run as it should. */
  interface Complaints {
    void about(Change change, String words);
  }

  private final Processes processes;
  private final Supplier<Optional<String>> command;
  private final Complaints complaints;
  private final ChangeQueue queue = new ChangeQueue(MOST_OF_A_TUNNEL);
  private final ThreadPoolExecutor workers;
  private @Nullable Thread atExit;

  /**
   * @param command for {@code sh -c}, as config.toml has it by the time of a change
   */
  OnChange(Processes processes, Supplier<Optional<String>> command, Complaints complaints) {
    this.processes = processes;
    this.command = command;
    this.complaints = complaints;
    this.workers =
        new ThreadPoolExecutor(
            SIDE_BY_SIDE, SIDE_BY_SIDE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    workers.allowCoreThreadTimeOut(true);
  }

  @Override
  public void changed(Change change) {
    Optional<String> words = command.get();
    if (words.isEmpty()) {
      return;
    }
    watchExit();
    switch (queue.add(new ChangeQueue.Entry(change, words.get()))) {
      case FIRST -> workers.execute(() -> work(change.tunnel()));
      case BEHIND -> {}
      case FULL -> notRun(change, MOST_OF_A_TUNNEL + " changes before it wait");
      case ENDED -> notRun(change, "the command was ended");
    }
  }

  /** Waits for the last ones. */
  @Override
  public void close() {
    try {
      queue.await(ENDING.toNanos());
      drop("those before it took more than " + ENDING.toSeconds() + " s");
      queue.await(LIMIT.plusSeconds(1).toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      drop("the command was ended");
    }
    workers.shutdown();
    forgetExit();
  }

  private void work(String tunnel) {
    Optional<ChangeQueue.Entry> next = queue.begin(tunnel);
    if (next.isEmpty()) {
      return;
    }
    try {
      run(next.get());
    } finally {
      if (queue.done(tunnel)) {
        workers.execute(() -> work(tunnel)); // behind those of other tunnels
      }
    }
  }

  private void run(ChangeQueue.Entry entry) {
    Finished finished = processes.run(vector(entry.command(), entry.change()), "", LIMIT);
    if (finished.status() == Finished.TIMED_OUT) {
      String slow = "took longer than " + LIMIT.toSeconds() + " s, and was ended";
      complaints.about(entry.change(), (slow + "\n" + finished.err()).strip());
    } else if (!finished.ok()) {
      boolean begun = finished.status() != Finished.NOT_STARTED;
      String failed = begun ? "failed: exit status " + finished.status() : "could not be started";
      complaints.about(entry.change(), (failed + "\n" + finished.err()).strip());
    }
  }

  private void drop(String why) {
    for (ChangeQueue.Entry entry : queue.end()) {
      notRun(entry.change(), why);
    }
  }

  private void notRun(Change change, String why) {
    complaints.about(change, "was not run: " + why);
  }

  /** A signal that ends this command ends the Java that would run the others. */
  private synchronized void watchExit() {
    if (atExit == null) {
      atExit = new Thread(() -> drop("the command was ended"));
      try {
        Runtime.getRuntime().addShutdownHook(atExit);
      } catch (IllegalStateException e) {
        drop("the command was ended"); // it is ending already
      }
    }
  }

  private synchronized void forgetExit() {
    try {
      if (atExit != null) {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    } catch (IllegalStateException e) {
      // It is ending, and the thread does what is left.
    }
  }

  /** The facts go in as variables: nothing that a server said is read by the shell. */
  private static List<String> vector(String words, Change change) {
    return List.of(
        "env",
        "TUNNELS_NAME=" + change.tunnel(),
        "TUNNELS_FROM=" + change.from().word(),
        "TUNNELS_TO=" + change.to().word(),
        "TUNNELS_AT=" + change.at(),
        "TUNNELS_CAUSE=" + change.failure().map(f -> f.kind().word()).orElse(""),
        "TUNNELS_MESSAGE=" + change.failure().map(Failure::message).orElse(""),
        "sh",
        "-c",
        words);
  }
}
