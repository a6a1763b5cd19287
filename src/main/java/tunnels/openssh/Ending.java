package tunnels.openssh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tunnels.process.Processes;

/** Ends one master: TERMINATE over mux, then SIGTERM, then SIGKILL, until no process is left. */
final class Ending {

  private static final Duration ASKED = Duration.ofSeconds(3);
  private static final Duration TOLD = Duration.ofSeconds(2);
  private static final long POLL_NANOS = 2_000_000;

  private final Processes processes;
  private final ControlSocket socket;

  Ending(Processes processes, ControlSocket socket) {
    this.processes = processes;
    this.socket = socket;
  }

  boolean end() throws IOException {
    boolean answers = socket.look().state() != ControlSocket.State.SILENT;
    boolean gone = (answers && (ask() || tell(false))) || tell(true);
    if (gone) {
      socket.remove();
    }
    return gone;
  }

  private boolean ask() {
    try (MuxConnection mux = MuxConnection.connect(socket.path(), ASKED)) {
      long pid = mux.alive();
      mux.terminate();
      return waitFor(List.of(pid), ASKED);
    } catch (IOException e) {
      return processes().isEmpty();
    }
  }

  private boolean tell(boolean forcibly) {
    List<Long> pids = processes();
    pids.forEach(pid -> processes.signal(pid, forcibly));
    // One that was just going into the background (ssh -f) has a new pid by now.
    return waitFor(pids, TOLD) && processes().isEmpty();
  }

  /** Only what names our socket is ours to end: a pid from a file could be anybody's by now. */
  private List<Long> processes() {
    return processes.withArgument(socket.path().toString());
  }

  private boolean waitFor(List<Long> pids, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (pids.stream().anyMatch(processes::lives)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
