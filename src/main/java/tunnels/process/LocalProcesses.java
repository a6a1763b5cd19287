package tunnels.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/** Child processes of this machine. */
public final class LocalProcesses implements Processes {

  private static final Duration PUMPS = Duration.ofMillis(500);

  @Override
  public Finished run(List<String> command, String input, Duration limit) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      ProcessResult result =
          new ProcessExecutor(command)
              .redirectInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
              .readOutput(true)
              .redirectError(err)
              .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
              .closeTimeout(PUMPS.toMillis(), TimeUnit.MILLISECONDS)
              .stopper(LocalProcesses::endTree)
              .execute();
      return new Finished(result.getExitValue(), result.outputUTF8(), text(err));
    } catch (TimeoutException e) {
      return new Finished(Finished.TIMED_OUT, "", text(err));
    } catch (IOException e) {
      return notStarted(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public Finished launch(List<String> command, Path stderr, Optional<Duration> limit) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.appendTo(stderr.toFile()))
              .start();
      return new Finished(waitFor(process, limit), "", "");
    } catch (IOException e) {
      return notStarted(e);
    }
  }

  @Override
  public int foreground(List<String> command) {
    try {
      return waitFor(new ProcessBuilder(command).inheritIO().start(), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Long> withCommandLine(String text) {
    return ProcessHandle.allProcesses()
        .filter(handle -> commandLine(handle).contains(text))
        .map(ProcessHandle::pid)
        .filter(this::lives)
        .toList();
  }

  @Override
  public void signal(long pid, boolean forcibly) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(forcibly ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
  }

  @Override
  public boolean lives(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !zombie(pid);
  }

  /** Where pid 1 does not reap (containers), a dead process stays in the table for ever. */
  private static boolean zombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false; // no /proc here, or the process has just gone
    }
  }

  /** Java tells no arguments of a process that has more than a page of them (seen with 17). */
  private static String commandLine(ProcessHandle handle) {
    try {
      Path file = Path.of("/proc/" + handle.pid() + "/cmdline");
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) { // no /proc here, or the process has just gone
      return String.join(" ", handle.info().arguments().orElse(new String[0]));
    }
  }

  private static int waitFor(Process process, Optional<Duration> limit) {
    try {
      if (limit.isEmpty()) {
        return process.waitFor();
      }
      if (process.waitFor(limit.get().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      endTree(process);
      return Finished.TIMED_OUT;
    } catch (InterruptedException e) {
      endTree(process);
      throw interrupted(e);
    }
  }

  /** Ends a process with its children: a jump host's ssh would outlive its parent. */
  private static void endTree(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Finished notStarted(IOException e) {
    return new Finished(Finished.NOT_STARTED, "", String.valueOf(e.getMessage()));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for a child process", e);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
