package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tunnels.openssh.StandIn;
import tunnels.process.Companion;
import tunnels.process.Finished;
import tunnels.process.LocalProcesses;
import tunnels.process.Processes;

/**
 * Where an installation rehearses a start that succeeds: no ssh logs in, and a stand-in answers at
 * its control socket.
 */
final class Rehearsed implements Processes, AutoCloseable {

  private static final Finished WELL = new Finished(0, "", "");

  /** What the small command after a start prints. */
  private static final String SESSION = "tunnels-session=1:2:;";

  private final Processes real = new LocalProcesses();
  private final Queue<StandIn> masters = new ConcurrentLinkedQueue<>();

  @Override
  public Finished launch(
      List<String> command, Optional<Path> directory, Path stderr, Optional<Duration> limit) {
    try {
      masters.add(StandIn.at(socket(command)));
      return WELL;
    } catch (IOException e) {
      return new Finished(Finished.NOT_STARTED, "", String.valueOf(e.getMessage()));
    }
  }

  /** No ssh is run but {@code ssh -G}, which connects to nothing. */
  @Override
  public Finished run(List<String> command, String input, Duration limit) {
    return command.contains("-G") ? real.run(command, input, limit) : WELL;
  }

  private static Path socket(List<String> command) {
    return Path.of(command.get(command.indexOf("-S") + 1));
  }

  @Override
  public boolean detach(List<String> command, Path fifo, Path stderr) {
    return false;
  }

  @Override
  public boolean leave(List<String> command, String input, Path output, long most) {
    return real.leave(List.of("echo", SESSION), input, output, most);
  }

  @Override
  public int foreground(List<String> command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Companion accompany(String command, List<String> before, Companion.Listener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Long> withArgument(String argument) {
    return real.withArgument(argument);
  }

  @Override
  public void signal(long pid, boolean forcibly) {
    // A stand-in is no process.
  }

  @Override
  public boolean lives(long pid) {
    return false;
  }

  @Override
  public void close() throws IOException {
    for (StandIn master : masters) {
      master.close();
    }
  }
}
