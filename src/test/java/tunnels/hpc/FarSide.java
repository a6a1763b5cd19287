package tunnels.hpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.profile.Job;

/**
 * A login node and a compute node in one folder: real shells, a home directory with a space in its
 * name, and programs of the test's own that come first in the PATH.
 */
final class FarSide implements AutoCloseable {

  static final String NONCE = "0123456789abcdef0123456789abcdef";

  private final Path dir;
  private final List<Process> started = new ArrayList<>();
  private final Map<String, String> job = new HashMap<>();

  FarSide(Path dir) {
    this.dir = dir;
    Stream.of("my home", "bin", "tmp").map(dir::resolve).forEach(FarSide::create);
    Perms.set(home(), "rwx------");
  }

  Path home() {
    return dir.resolve("my home");
  }

  /** The job's. */
  Path directory() {
    return home().resolve(".tunnels").resolve(NONCE);
  }

  /** Where programs leave what they were told. */
  Path file(String name) {
    return dir.resolve(name);
  }

  Path tmp() {
    return dir.resolve("tmp");
  }

  String read(String name) {
    return text(file(name));
  }

  void write(String name, String text) {
    write(file(name), text);
  }

  /** A program; {@code $FAR} is the folder of {@link #file}. */
  void program(String name, String script) {
    Path program = dir.resolve("bin").resolve(name);
    write(program, "#!/bin/sh\n" + script);
    Perms.set(program, "rwx------");
  }

  /** SLURM as far as the scripts see it: one queue, in which jobs stay as the test says. */
  void slurm() {
    program(
        "sbatch",
        """
        printf '<%s>\\n' "$@" >"$FAR/sbatch.arguments"
        while [ -e "$FAR/sbatch.waits" ]; do sleep 0.02; done
        if [ -e "$FAR/sbatch.refuses" ]; then cat "$FAR/sbatch.refuses" >&2; exit 1; fi
        for last; do case $last in --comment=*) comment=${last#*=} ;; esac; done
        id=$((41 + $(cat "$FAR/queue" 2>/dev/null | wc -l) + 1))
        echo "$id|$comment" >>"$FAR/queue"
        echo "$id;cluster"
        """);
    program(
        "squeue",
        """
        if [ -e "$FAR/squeue.fails" ]; then cat "$FAR/squeue.fails" >&2; exit 1; fi
        case "$*" in
          *'%i|%k'*) cat "$FAR/queue" 2>/dev/null || : ;;
          *'%k|%T'*) echo "$(cut -d'|' -f2 "$FAR/queue")|$(cat "$FAR/state")" ;;
          *) cat "$FAR/line" ;;
        esac
        """);
    program("scancel", "echo \"$*\" >>\"$FAR/scancel.arguments\"; echo CANCELLED >\"$FAR/state\"");
    program("sacct", "cat \"$FAR/sacct\" 2>/dev/null");
  }

  /**
   * A session of its own, so that what is left of it can be seen; no signal is ignored from birth.
   */
  Process start(String... command) {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal", "setsid"));
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).directory(home().toFile());
    builder.environment().putAll(environment());
    builder.environment().keySet().removeIf(name -> name.startsWith("SLURM"));
    builder.environment().putAll(job);
    try {
      Process process = builder.start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A variable that the next programs find. */
  void set(String name, String value) {
    job.put(name, value);
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", home().toString(),
        "FAR", dir.toString(),
        "TMPDIR", tmp().toString(),
        "PATH", dir.resolve("bin") + ":" + System.getenv("PATH"));
  }

  /** Gives the script to a shell's stdin, as ssh does. */
  String run(String shell, String script) {
    Process process = start(shell);
    feed(process, script);
    return out(process);
  }

  void feed(Process process, String script) {
    try (var in = process.getOutputStream()) {
      in.write(script.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line that shows anything. */
  static String line(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    while (line != null && line.isEmpty()) {
      line = reader.readLine();
    }
    return line;
  }

  /** All that it prints until it ends. */
  String out(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether anything of the session that it began still lives. */
  boolean leaves(Process process) {
    return !living(process).isEmpty();
  }

  void awaitNothingLeftOf(Process process) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> !leaves(process));
  }

  List<String> places() {
    try (Stream<Path> files = Files.list(tmp())) {
      return files.map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Long> living(Process process) {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "pid=,stat=", "-s", Long.toString(process.pid())).start();
      return new String(ps.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> !words[1].startsWith("Z"))
          .map(words -> Long.parseLong(words[0]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : started) {
      living(process).forEach(pid -> ProcessHandle.of(pid).ifPresent(p -> p.destroyForcibly()));
    }
  }

  static Job command(String command, String... setup) {
    return new Job(
        Job.Server.COMMAND,
        Optional.of(command),
        Optional.empty(),
        List.of(setup),
        List.of(),
        Job.Route.AUTO,
        Job.OnDown.CANCEL,
        false,
        1);
  }

  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Modes of files, as ls(1) shows them. */
  static final class Perms {
    private Perms() {}

    static void set(Path file, String mode) {
      try {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String get(Path file) {
      try {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
