package tunnels.state;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.supervise.Store;

/** The place of the one supervisor of a state. */
public final class Supervision {

  /** What {@code supervisor.json} holds. */
  record Supervising(long pid, Instant since) {}

  private final FileLocks locks;
  private final RecordFile<Supervising> file;

  Supervision(Path root, FileLocks locks, Gson gson, Consumer<String> notices) {
    this.locks = locks;
    this.file = new RecordFile<>(root.resolve("supervisor.json"), Supervising.class, gson, notices);
  }

  /**
   * Takes it.
   *
   * @return empty if another has it
   */
  public Optional<Store.Hold> take(long pid, Instant now) throws IOException {
    Optional<Store.Hold> place = locks.tryTake("supervisor");
    if (place.isPresent()) {
      file.write(new Supervising(pid, now));
    }
    return place;
  }

  /** The process that has it, as far as can be told without taking it. */
  public Optional<Long> pid() throws IOException {
    return file.read()
        .filter(
            who ->
                ProcessHandle.of(who.pid())
                    .flatMap(Supervision::start)
                    .map(who.since()::isAfter)
                    .orElse(false))
        .map(Supervising::pid);
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }

  /** Who has it, in words. */
  public String who() throws IOException {
    return file.read()
        .map(who -> "process " + who.pid() + ", since " + who.since().truncatedTo(SECONDS))
        .orElse("another process");
  }
}
