package tunnels.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.StartedProcess;

/** A command that tells by what it prints how far it is; it is ended when it is done or late. */
final class SignedRun {

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final BoundedOutput out;
  private final Signs signs;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  SignedRun(BoundedOutput out, Signs signs) {
    this.out = out;
    this.signs = signs;
    out.watching(signs.begun(), begun::countDown).watching(signs.done(), over::countDown);
  }

  /**
   * @param err what it writes to stderr
   * @param limit from its beginning on
   */
  Finished run(ProcessExecutor executor, BoundedOutput err, Duration limit)
      throws java.io.IOException, InterruptedException {
    StartedProcess started = executor.start();
    Process process = started.getProcess();
    var unused =
        process
            .onExit()
            .thenRun(
                () -> {
                  begun.countDown();
                  over.countDown();
                });
    try {
      boolean inTime = await(limit);
      boolean ended = !process.isAlive();
      LocalProcesses.endTree(process);
      closed(started);
      int status = ended ? process.exitValue() : inTime ? 0 : Finished.TIMED_OUT;
      return new Finished(status, out.text(), err.text());
    } catch (InterruptedException e) {
      LocalProcesses.endTree(process);
      throw e;
    }
  }

  private boolean await(Duration limit) throws InterruptedException {
    return begun.await(signs.patience().toMillis(), TimeUnit.MILLISECONDS)
        && over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns when all that it wrote has been read. */
  private static void closed(StartedProcess started) throws InterruptedException {
    try {
      var unused = started.getFuture().get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Somebody else has its output open: what it wrote itself has been read.
    }
  }
}
