package tunnels.state;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.files.RegularFile;
import tunnels.supervise.Store;

/** Who keeps the tunnels of a state up: its one supervisor, or keepalive, which comes and goes. */
public final class Supervision {

  /** What {@code supervisor.json} holds. */
  record Supervising(long pid, Instant since) {}

  /** Crontab lines of one's own may come less often than each minute. */
  private static final Duration LONG_AGO = Duration.ofMinutes(15);

  private static final String PLACE = "supervisor";

  /** Who asks whether the place is taken keeps it for an instant. */
  private static final Duration GLANCE = Duration.ofMillis(200);

  private static final int DIGITS = 20;

  private final FileLocks locks;
  private final Unwritten unwritten;
  private final Consumer<String> notices;
  private final RecordFile<Supervising> file;
  private final Path keepalive;

  /** A pass that somebody types is none of cron's. */
  private final Path cron;

  Supervision(
      Path root, FileLocks locks, Gson gson, Unwritten unwritten, Consumer<String> notices) {
    this.locks = locks;
    this.unwritten = unwritten;
    this.notices = notices;
    this.file = new RecordFile<>(root.resolve("supervisor.json"), Supervising.class, gson, notices);
    this.keepalive = root.resolve("keepalive");
    this.cron = root.resolve("keepalive-cron");
  }

  /**
   * Takes the supervisor's place.
   *
   * @return empty if another has it
   */
  public Optional<Store.Hold> take(long pid, Instant now) throws IOException {
    Optional<Store.Hold> place = locks.take(PLACE, GLANCE);
    if (place.isPresent()) {
      file.remember(new Supervising(pid, now), unwritten);
    }
    return place;
  }

  /** Whether a process has it. Its lock tells, as no time does: a clock may have been set. */
  public boolean isTaken() throws IOException {
    return locks.taken(PLACE);
  }

  /** The process that has it, where that is known. */
  public Optional<Long> pid() throws IOException {
    return isTaken() ? file.read().map(Supervising::pid) : Optional.empty();
  }

  /** Who has it, or had it last, in words. */
  public String who() throws IOException {
    return file.read()
        .map(who -> "process " + who.pid() + ", since " + who.since().truncatedTo(SECONDS))
        .orElse("another process");
  }

  /** Whether anything that is known here tries again what has failed. */
  public boolean isKept(Instant now) throws IOException {
    return passedLately(now) || isTaken();
  }

  /** Whether keepalive comes, as far as can be told. */
  public boolean passedLately(Instant now) {
    Optional<Instant> last = lastKeepalive();
    return last.isPresent() && near(last.get(), now);
  }

  /** A pass that is dated ahead, before the clock was set back, may have been the last one. */
  private static boolean near(Instant last, Instant now) {
    return Duration.between(last, now).abs().compareTo(LONG_AGO) < 0;
  }

  /** Notes that keepalive has made its pass. */
  public void noteKeepalive(Instant now) {
    try {
      // Java opens what it sets the time of (seen with 17): never a FIFO.
      Files.setLastModifiedTime(OddFile.madeRegular(keepalive, notices), FileTime.from(now));
    } catch (IOException e) {
      unwritten.tell(e);
    }
  }

  /** When keepalive made its last pass. */
  public Optional<Instant> lastKeepalive() {
    try {
      return Optional.of(Files.getLastModifiedTime(keepalive).toInstant());
    } catch (IOException e) {
      return Optional.empty(); // there is none, or something else
    }
  }

  /** Notes that a keepalive of cron's has made its pass. */
  public void noteCron(Instant now) {
    try {
      RegularFile.write(cron, String.valueOf(now.getEpochSecond()));
    } catch (IOException e) {
      // Only doctor misses it.
    }
  }

  /** When a keepalive of cron's made its last pass. */
  public Optional<Instant> lastCron() {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(RegularFile.text(cron, DIGITS))));
    } catch (IOException | NumberFormatException | DateTimeException e) {
      return Optional.empty(); // none yet, or nothing that we wrote
    }
  }

  /** Whether cron brings back what is wanted, as far as can be told. */
  public boolean cronPassedLately(Instant now) {
    Optional<Instant> last = lastCron();
    return last.isPresent() && near(last.get(), now);
  }
}
