package tunnels.process;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;
import tunnels.files.RegularFile;

/** Child processes of this machine. */
public final class LocalProcesses implements Processes {

  private static final Duration PUMPS = Duration.ofMillis(500);

  /** What Java starts a child through: for a moment the child, with other arguments. */
  private static final Path SPAWNING = Path.of("jspawnhelper");

  private static final Duration SPAWN = Duration.ofSeconds(5);

  /** Linux allows a process 6 MiB of arguments (execve(2)). */
  private static final int LONGEST_LINE = 8 * 1024 * 1024;

  private static final long POLL_NANOS = 1_000_000;
  private static final int BLOCK = 4096;

  @Override
  public Finished run(List<String> command, String input, Duration limit) {
    BoundedOutput out = new BoundedOutput();
    BoundedOutput err = new BoundedOutput();
    try {
      ProcessResult result =
          executor(command, input, out, err)
              .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
              .execute();
      return new Finished(result.getExitValue(), out.text(), err.text());
    } catch (TimeoutException e) {
      return new Finished(Finished.TIMED_OUT, "", err.text());
    } catch (IOException e) {
      return notStarted(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public Finished run(List<String> command, String input, Signs signs, Duration limit) {
    BoundedOutput out = new BoundedOutput();
    BoundedOutput err = new BoundedOutput();
    try {
      return new SignedRun(out, signs).run(executor(command, input, out, err), err, limit);
    } catch (IOException e) {
      return notStarted(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ProcessExecutor executor(
      List<String> command, String input, BoundedOutput out, BoundedOutput err) {
    return GivenEnvironment.executor(command)
        .redirectInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
        .redirectOutput(out)
        .redirectError(err)
        .closeTimeout(PUMPS.toMillis(), TimeUnit.MILLISECONDS)
        .stopper(LocalProcesses::endTree);
  }

  @Override
  public Finished launch(
      List<String> command, Optional<Path> directory, Path stderr, Optional<Duration> limit) {
    try {
      Process process =
          GivenEnvironment.command(command)
              .directory(directory.map(Path::toFile).orElse(null))
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.appendTo(stderr.toFile()))
              .start();
      return new Finished(waitFor(process, limit), "", "");
    } catch (IOException e) {
      return notStarted(e);
    }
  }

  /** Whoever opens a FIFO for both does not wait for another (fifo(7)). */
  @Override
  public boolean detach(List<String> command, Path fifo, Path stderr) {
    List<String> immune = new ArrayList<>(List.of("nohup"));
    immune.addAll(command);
    try (RandomAccessFile both = new RandomAccessFile(fifo.toFile(), "rw")) {
      var unused =
          GivenEnvironment.command(immune)
              .redirectInput(Redirect.from(fifo.toFile()))
              .redirectOutput(Redirect.to(fifo.toFile()))
              .redirectError(Redirect.appendTo(stderr.toFile()))
              .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Unlike head(1), dd(1) writes what it has read at once. */
  @Override
  public boolean leave(List<String> command, String input, Path output, long most) {
    List<String> immune = new ArrayList<>(List.of("nohup"));
    immune.addAll(command);
    ProcessBuilder writer = GivenEnvironment.command(immune).redirectError(Redirect.DISCARD);
    ProcessBuilder keeper =
        GivenEnvironment.command(List.of("nohup", "dd", "bs=" + BLOCK, "count=" + most / BLOCK))
            .redirectOutput(output.toFile())
            .redirectError(Redirect.DISCARD);
    try (OutputStream in =
        ProcessBuilder.startPipeline(List.of(writer, keeper)).get(0).getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int foreground(List<String> command) {
    try {
      return waitFor(GivenEnvironment.command(command).inheritIO().start(), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Companion accompany(String command, List<String> before, Companion.Listener listener) {
    return LockCommand.start(command, before, listener);
  }

  @Override
  public List<Long> withArgument(String argument) {
    awaitSpawning();
    return ours()
        .filter(handle -> arguments(handle).contains(argument))
        .map(ProcessHandle::pid)
        .filter(this::lives)
        .toList();
  }

  /** A child that a killed command was just starting will have its arguments then. */
  private static void awaitSpawning() {
    long deadline = System.nanoTime() + SPAWN.toNanos();
    for (ProcessHandle child : ours().filter(LocalProcesses::spawning).toList()) {
      while (child.isAlive() && spawning(child) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static boolean spawning(ProcessHandle process) {
    return process.info().command().map(file -> Path.of(file).endsWith(SPAWNING)).orElse(false);
  }

  private static Stream<ProcessHandle> ours() {
    Optional<String> us = ProcessHandle.current().info().user();
    return ProcessHandle.allProcesses().filter(handle -> handle.info().user().equals(us));
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
      String stat = RegularFile.text(Path.of("/proc/" + pid + "/stat"), LONGEST_LINE);
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false; // no /proc here, or the process has just gone
    }
  }

  /** Java tells no arguments of a process that has more than a page of them (seen with 17). */
  private static List<String> arguments(ProcessHandle handle) {
    try {
      Path file = Path.of("/proc/" + handle.pid() + "/cmdline");
      String line = RegularFile.text(file, LONGEST_LINE);
      return List.of(line.split("\0"));
    } catch (IOException e) { // no /proc here, or the process has just gone
      return List.of(handle.info().arguments().orElse(new String[0]));
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
  static void endTree(Process process) {
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
}
