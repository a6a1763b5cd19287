package tunnels.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock command below a shell that watches us through a pipe ({@code lock-watcher.sh}): killed at
 * any instant, we leave the tunnel and then the lock to it. Where the shell is killed, we are told,
 * and end the process group of the command ourselves.
 */
final class LockCommand implements Companion {

  private static final String NAME = "tunnels-lock-watcher";
  private static final String GROUP = "group ";

  /** Longer than the command is given to end by itself. */
  private static final int PATIENCE_SECONDS = 15;

  private final Process watcher;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile long group;

  private LockCommand(Process watcher) {
    this.watcher = watcher;
    this.group = watcher.pid();
  }

  /**
   * @param takedown takes the tunnel down; runs again until it succeeds
   */
  static Companion start(String command, List<String> takedown, Listener listener) {
    try {
      LockCommand lock = new LockCommand(watcher(command, takedown));
      Thread reader = new Thread(() -> lock.read(listener), "lock command");
      reader.setDaemon(true);
      reader.start();
      return lock;
    } catch (IOException e) {
      listener.ended(false);
      return NONE;
    }
  }

  /**
   * In a session of its own, which a terminal's Ctrl-C does not reach; without setsid(1), as on
   * macOS, the lock command is a job with a group of its own. (dash has no jobs without a
   * terminal.)
   */
  private static Process watcher(String command, List<String> takedown) throws IOException {
    String script = script("lock-watcher.sh");
    List<String> words = new ArrayList<>(List.of(NAME, command));
    words.addAll(takedown);
    try {
      return start(List.of("setsid", "sh", "-c", script), words);
    } catch (IOException e) {
      return start(List.of("sh", "-c", "set -m\n" + script), words);
    }
  }

  private static Process start(List<String> shell, List<String> words) throws IOException {
    List<String> all = new ArrayList<>(shell);
    all.addAll(words);
    return GivenEnvironment.command(all).redirectError(Redirect.INHERIT).start();
  }

  private void read(Listener listener) {
    var unused = watcher.onExit().thenRun(() -> ended(listener, true));
    try (BufferedReader lines = watcher.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(GROUP)) {
          group = Long.parseLong(line.substring(GROUP.length()));
        } else if (line.equals("acquired")) {
          listener.firstLine();
        } else {
          ended(listener, false);
        }
      }
    } catch (IOException e) {
      // The watcher's end tells.
    }
  }

  private void ended(Listener listener, boolean unwatched) {
    if (told.compareAndSet(false, true)) {
      listener.ended(unwatched);
    }
  }

  @Override
  public void end() {
    try {
      if (!watcher.isAlive()) {
        endGroup();
        return;
      }
      tell();
      if (!watcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        watcher.destroyForcibly(); // it was stopped
        endGroup();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    try (OutputStream pipe = watcher.getOutputStream()) {
      pipe.write("down\n".getBytes(UTF_8));
    } catch (IOException e) {
      // It was killed just now.
    }
  }

  /** Java signals processes, and no groups. */
  private void endGroup() throws IOException, InterruptedException {
    var unused =
        GivenEnvironment.command(
                List.of("sh", "-c", script("end-group.sh"), NAME, String.valueOf(group)))
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start()
            .waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      watcher.getOutputStream().close();
    } catch (IOException e) {
      // It was closed, or its reader is gone.
    }
  }

  private static String script(String resource) throws IOException {
    try (InputStream in = LockCommand.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
