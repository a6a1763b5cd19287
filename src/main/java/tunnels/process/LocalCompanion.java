package tunnels.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A child process beside us, whose stdout a thread of its own reads to the end. */
final class LocalCompanion implements Companion {

  private static final int PATIENCE_SECONDS = 5;

  private final Process process;

  private LocalCompanion(Process process) {
    this.process = process;
  }

  static Companion start(List<String> command, Consumer<String> line, Runnable ended) {
    try {
      Process process =
          GivenEnvironment.command(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectError(Redirect.INHERIT)
              .start();
      Thread reader = new Thread(() -> read(process, line, ended), "companion");
      reader.setDaemon(true);
      reader.start();
      return new LocalCompanion(process);
    } catch (IOException e) {
      ended.run();
      return () -> {};
    }
  }

  /** Its children may have its stdout open when it has ended itself. */
  private static void read(Process process, Consumer<String> line, Runnable ended) {
    var unused = process.onExit().thenRun(ended);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line);
    } catch (IOException | java.io.UncheckedIOException e) {
      // It was ended in the middle of a line.
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
