package tunnels.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tunnels.openssh.Failure;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.supervise.Change;
import tunnels.supervise.Watcher;

/**
 * Runs the user's {@code on_change} at each change of phase: one after the other, each within a
 * time limit, and never in the way of a pass.
 */
final class OnChange implements Watcher, AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_QUEUE = 1000;

  private final Processes processes;
  private final Supplier<Optional<String>> command;
  private final Console console;
  private final ExecutorService one;

  /**
   * @param command for {@code sh -c}, as config.toml has it by the time of a change
   */
  OnChange(Processes processes, Supplier<Optional<String>> command, Console console) {
    this.processes = processes;
    this.command = command;
    this.console = console;
    ThreadPoolExecutor single =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LONGEST_QUEUE),
            new ThreadPoolExecutor.DiscardPolicy());
    single.allowCoreThreadTimeOut(true);
    this.one = single;
  }

  @Override
  public void changed(Change change) {
    Optional<String> words = command.get();
    if (words.isPresent()) {
      one.execute(() -> run(words.get(), change));
    }
  }

  /** Waits for the last one, which has its limit. */
  @Override
  public void close() {
    one.shutdown();
    try {
      var unused = one.awaitTermination(LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String words, Change change) {
    Finished finished = processes.run(vector(words, change), "", LIMIT);
    if (!finished.ok()) {
      String how = finished.status() == Finished.TIMED_OUT ? "took too long" : "failed";
      console.say("on_change " + how + ": " + finished.err().strip());
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
