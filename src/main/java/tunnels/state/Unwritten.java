package tunnels.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import tunnels.files.FileFailure;

/** Tells once what of the state cannot be written: a tunnel matters more than its record. */
public final class Unwritten {

  static final String REMEDY = "choose another place by --state DIR or TUNNELS_STATE";

  private static final String MARK = "unwritten";
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Path root;
  private final Consumer<String> notices;
  private boolean onlyNews;
  private boolean worked;
  private boolean failed;
  private boolean told;
  private long toldAt;

  Unwritten(Path root, Consumer<String> notices) {
    this.root = root;
    this.notices = notices;
  }

  /** For a command that comes every minute: what an earlier one has told is not told again. */
  public synchronized void tellOnlyNews() {
    onlyNews = true;
  }

  /** The command is at its end: where all was written, the next failure is news. */
  public synchronized void end() throws IOException {
    if (worked && !failed) {
      Files.deleteIfExists(mark());
    }
  }

  synchronized void tell(IOException why) {
    failed = true;
    long now = System.nanoTime();
    if (told || (toldAt != 0 && now - toldAt < PAUSE.toNanos())) {
      return;
    }
    told = true;
    toldAt = now;
    if (!onlyNews || isFirst()) {
      notices.accept(words(root, why));
    }
  }

  /** Something was written as usual. */
  synchronized void works() {
    worked = true;
    told = false;
  }

  static String words(Path root, IOException why) {
    String reason = FileFailure.words(why);
    boolean full = reason.contains("No space") || reason.contains("quota");
    String remedy =
        full ? "tunnels start all the same; free some space in " + root + ", or " + REMEDY : REMEDY;
    return "the state cannot be written: " + reason + ": " + remedy;
  }

  /** An empty file takes no room but its name. */
  private boolean isFirst() {
    try {
      PrivateFolder.make(root.resolve("said"));
      Files.createFile(mark());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private Path mark() {
    return root.resolve("said").resolve(MARK);
  }
}
