package tunnels.hpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tunnels.files.RegularFile;
import tunnels.openssh.Cause;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Master;
import tunnels.openssh.RemoteShell;
import tunnels.process.Processes;
import tunnels.supervise.JobRecord;
import tunnels.supervise.Jobs;

/**
 * Hops from a login node to a job's node: a session of the login node's master, in which a script
 * keeps an ssh to the node and its listening Unix socket, and ends both when we are gone. What it
 * writes comes back to it by a FIFO on this side, so that it knows when the link is dead though
 * nobody closed it.
 */
final class JobHops {

  /** Two login shells come first, one after the other. */
  private static final Duration OPENING = Duration.ofSeconds(90);

  private static final Duration MAKING = Duration.ofSeconds(10);
  private static final Duration ENDING = Duration.ofSeconds(3);
  private static final long POLL_NANOS = 20_000_000;
  private static final int LONGEST_LOG = 64 * 1024;
  private static final int LONGEST_PATH = 100;

  private final Processes processes;
  private final SlurmJobs.Folders folders;

  JobHops(Processes processes, SlurmJobs.Folders folders) {
    this.processes = processes;
    this.folders = folders;
  }

  Jobs.Hop open(Master login, JobRecord job, Duration lease) throws IOException {
    end(job);
    Path folder = folders.of(job.nonce());
    Path fifo = folder.resolve("loop");
    Path log = log(job);
    Files.deleteIfExists(log);
    Files.deleteIfExists(fifo);
    boolean made = processes.run(List.of("mkfifo", "-m", "600", fifo.toString()), "", MAKING).ok();
    if (!made || !processes.detach(command(login, job, lease, log), fifo, log)) {
      return failed("the hop's ssh cannot be started here");
    }
    return await(job, log);
  }

  boolean lives(JobRecord job) {
    return !pids(job).isEmpty();
  }

  /** Its end is the end of the session's stdin on the far side. */
  void end(JobRecord job) {
    long deadline = System.nanoTime() + ENDING.toNanos();
    for (List<Long> pids = pids(job); !pids.isEmpty(); pids = pids(job)) {
      boolean late = System.nanoTime() > deadline;
      pids.forEach(pid -> processes.signal(pid, late));
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private Jobs.Hop await(JobRecord job, Path log) throws IOException {
    long deadline = System.nanoTime() + OPENING.toNanos();
    while (System.nanoTime() < deadline) {
      boolean alive = lives(job);
      Optional<String> socket = socket(job, log);
      if (socket.isPresent()) {
        return new Jobs.Hop.Open(socket.get());
      }
      if (!alive) {
        return failed(lastWords(log));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    end(job);
    return failed("no hop within " + OPENING.toSeconds() + " s: " + lastWords(log));
  }

  /** A path is taken only as the word that our script prints it as. */
  private static Optional<String> socket(JobRecord job, Path log) throws IOException {
    String word = "tunnels-hop " + job.nonce() + " ";
    return read(log).stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .filter(path -> path.matches("/[\\x21-\\x7e]{1," + LONGEST_PATH + "}"))
        .findFirst();
  }

  private static String lastWords(Path log) throws IOException {
    List<String> lines = read(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it ended without a word" : lines.get(lines.size() - 1);
  }

  private static List<String> read(Path log) throws IOException {
    return RegularFile.tail(log, 0, LONGEST_LOG).text().lines().map(String::strip).toList();
  }

  private static List<String> command(Master login, JobRecord job, Duration lease, Path log) {
    List<String> command = new ArrayList<>(RemoteShell.client(login.socket()));
    command.addAll(List.of("-E", log.toString(), "--", login.host().text()));
    command.add(LoginScripts.hop(job.nonce(), job.server().orElseThrow(), lease));
    return command;
  }

  private List<Long> pids(JobRecord job) {
    try {
      return processes.withArgument(log(job).toString());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path log(JobRecord job) throws IOException {
    return folders.of(job.nonce()).resolve("hop.log");
  }

  private static Jobs.Hop failed(String words) {
    return new Jobs.Hop.Failed(new Cause(FailureKind.CLOSED, words));
  }
}
