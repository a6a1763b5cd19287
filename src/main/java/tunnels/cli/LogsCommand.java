package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import tunnels.state.StateDirectory;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;

/** {@code logs}: what ssh said and what was decided. */
final class LogsCommand implements Command {

  private static final Duration POLL = Duration.ofMillis(250);

  private final Context context;
  private String name = "";
  private int count = 50;
  private boolean follow;

  LogsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.LOGS)
        .description(
            "ssh itself writes no times: its lines bear that of the moment when they were seen."
                + " What is kept is bounded.")
        .parameter("NAME", "A tunnel.", given -> name = given)
        .option("-n", "N", Integer.class, "So many lines (default: 50).", given -> count = given)
        .flag("-f", "Go on with what comes, until interrupted.", given -> follow = given);
  }

  @Override
  public Integer call() throws IOException {
    if (count < 0) {
      throw new UsageError("-n takes a number of lines, from 0");
    }
    String connection = connection();
    long end = print(connection, 0, count);
    while (follow && !context.console().isGone() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL.toNanos());
      end = print(connection, end, Integer.MAX_VALUE);
    }
    return Exit.AS_ASKED.status();
  }

  private String connection() throws IOException {
    Survey survey = context.survey();
    TreeSet<String> known = new TreeSet<>(survey.names());
    known.addAll(context.store().connections());
    String tunnel = Targets.one(name, known);
    return survey.connectionOf(tunnel).orElse(tunnel);
  }

  private long print(String connection, long position, int most) throws IOException {
    StateDirectory store = context.store();
    Optional<Store.Hold> lock =
        store.takesLocks() ? store.lock(connection, Duration.ZERO) : Optional.empty();
    if (lock.isPresent()) {
      try {
        store.harvest(connection, context.surroundings().clock().instant(), false);
      } finally {
        lock.get().close();
      }
    }
    Store.Excerpt excerpt = store.journal(connection, position, Integer.MAX_VALUE);
    List<String> mine = mine(excerpt.lines(), connection);
    mine.subList(Math.max(0, mine.size() - most), mine.size()).forEach(context.console()::result);
    return excerpt.end();
  }

  /** Of a connection that is shared: ssh's own words, and what is said of this tunnel. */
  private List<String> mine(List<String> lines, String connection) {
    return lines.stream()
        .filter(
            line ->
                line.contains(" ssh: ")
                    || line.contains(" " + name + ": ")
                    || name.equals(connection))
        .toList();
  }
}
