package tunnels.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The one seam to child processes: argument vectors in, endings out, never a shell between. */
public interface Processes {

  /** Runs a short command, gives it {@code input} on stdin, and collects what it prints. */
  Finished run(List<String> command, String input, Duration limit);

  /**
   * The same for a command of which the exit is not to be waited for.
   *
   * @param limit from when it has begun
   * @return status 0 where it was done, {@link Finished#TIMED_OUT} where it was late
   */
  default Finished run(List<String> command, String input, Signs signs, Duration limit) {
    return run(command, input, limit);
  }

  /**
   * Runs a command that puts itself into the background (ssh -f), and returns when its foreground
   * process has ended. Pipes would be held open by the daemon, so stdin and stdout are /dev/null
   * and stderr is appended to a file.
   *
   * @param directory where it runs; empty for our own
   * @param limit empty where a person may be typing at a prompt
   */
  Finished launch(
      List<String> command, Optional<Path> directory, Path stderr, Optional<Duration> limit);

  /**
   * Starts a command that outlives us, with a FIFO as both its stdin and its stdout: what it writes
   * comes back to it. Its stderr is appended to a file.
   *
   * @return false if it could not be started
   */
  boolean detach(List<String> command, Path fifo, Path stderr);

  /**
   * Starts a command that may outlive us, and leaves what it prints in a file.
   *
   * @param input a few words: nobody waits until it reads them
   * @param most how many bytes may come of it at most; then its output is closed
   * @return false if it could not be started
   */
  boolean leave(List<String> command, String input, Path output, long most);

  /** Runs a command on our own stdin, stdout and stderr; returns its exit status. */
  int foreground(List<String> command);

  /**
   * Starts a shell command that holds a lock beside us, with nothing on its stdin and our own
   * stderr. Where we are killed, {@code before} runs until it succeeds, and then it is ended.
   */
  Companion accompany(String command, List<String> before, Companion.Listener listener);

  /**
   * Our own living processes that have this as a whole argument, by pid; those too that a command
   * was about to start when it was killed.
   */
  List<Long> withArgument(String argument);

  /** Sends SIGTERM, or SIGKILL where {@code forcibly}; a process that is gone is no error. */
  void signal(long pid, boolean forcibly);

  /** Whether the process lives; one that is dead and not yet reaped does not. */
  boolean lives(long pid);
}
