package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tunnels.files.RegularFile;
import tunnels.openssh.LogText;
import tunnels.openssh.RoundTrip;
import tunnels.supervise.Store;

/**
 * What was decided for a connection and what its ssh said, a line each, with the time in front. Its
 * two files, and ssh's own, are bounded.
 */
final class Journal {

  private static final long LONGEST = 512 * 1024;
  private static final int CHUNK = 64 * 1024;

  /** Its files grow beyond the longest by one harvest. */
  private static final int MOST_READ = 2 * 1024 * 1024;

  private static final int LONGEST_MARK = 64;

  private static final int MOST_ROTATIONS = 3;

  private final Path file;
  private final Path older;
  private final Path raw;
  private final Path mark;
  private final Consumer<String> notices;

  /**
   * @param folder of the connection
   * @param raw the file that ssh appends to
   * @param notices is told of what was set aside
   */
  Journal(Path folder, Path raw, Consumer<String> notices) {
    this.notices = notices;
    this.file = folder.resolve("journal");
    this.older = folder.resolve("journal.1");
    this.mark = folder.resolve("journal.mark");
    this.raw = raw;
  }

  void add(Instant at, List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    if (Files.size(OddFile.madeRegular(file, notices)) > LONGEST) {
      Files.move(file, OddFile.cleared(older, notices), StandardCopyOption.REPLACE_EXISTING);
    }
    String time = InstantText.of(at.truncatedTo(ChronoUnit.SECONDS));
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(time).append(' ').append(line).append('\n');
    }
    RegularFile.append(file, text.toString());
  }

  /** Takes over what ssh has written since the last time; ssh itself writes no times. */
  void harvest(Instant now, boolean asked) throws IOException {
    if (!RegularFile.isThere(raw)) {
      return;
    }
    long size = Files.size(raw);
    long start = mark();
    if (size == start) {
      return;
    }
    long unread = start <= size ? start : 0;
    long from = Math.max(unread, size - CHUNK);
    WholeLines part = WholeLines.of(RegularFile.tail(raw, from, CHUNK), from > unread);
    long left = from - unread + part.before();
    if (left > 0) {
      add(now, List.of("ssh: ... " + left + " bytes more, not kept"));
    }
    List<String> news = new ArrayList<>();
    for (String line : part.lines()) {
      if (!line.isBlank() && !(asked && RoundTrip.isAnswer(line.strip()))) {
        news.add("ssh: " + LogText.decoded(line));
      }
    }
    keep(now, news, part.end());
    RegularFile.write(OddFile.cleared(mark, notices), String.valueOf(bounded(part.end())));
  }

  /** On a full disk they come another time, unless it is ssh's file that fills it. */
  private void keep(Instant now, List<String> news, long size) throws IOException {
    try {
      add(now, news);
    } catch (IOException e) {
      if (size <= LONGEST) {
        throw e;
      }
    }
  }

  /**
   * What came after a position; at 0 the last lines, those of the older file among them. Where the
   * file became the older one since, the rest of that comes first.
   */
  Store.Excerpt excerpt(long position, int most) throws IOException {
    Store.Excerpt excerpt = read(position);
    for (int i = 0; i < MOST_ROTATIONS && !JournalPosition.isIn(excerpt.end(), file); i++) {
      excerpt = read(position); // it was moved while it was read
    }
    List<String> lines = excerpt.lines();
    int first = Math.max(0, lines.size() - most);
    return new Store.Excerpt(lines.subList(first, lines.size()), excerpt.end());
  }

  private Store.Excerpt read(long position) throws IOException {
    JournalPosition then = JournalPosition.of(position);
    long now = JournalPosition.key(file);
    boolean same = position != 0 && then.file() == now;
    List<String> lines = new ArrayList<>();
    if (!same) {
      boolean rest = position != 0 && then.file() == JournalPosition.key(older);
      lines.addAll(lines(older, rest ? then.offset() : 0).lines());
    }
    long size = RegularFile.isThere(file) ? Files.size(file) : 0;
    WholeLines fresh = lines(file, same && then.offset() <= size ? then.offset() : 0);
    lines.addAll(fresh.lines());
    return new Store.Excerpt(lines, new JournalPosition(now, fresh.end()).toLong());
  }

  /** ssh appends wherever the end is, so that its file can be cut under it. */
  private long bounded(long size) throws IOException {
    if (size <= LONGEST) {
      return size;
    }
    if (Files.size(raw) > size) {
      return size; // ssh goes on writing: what it has just written is not to be lost
    }
    RegularFile.write(raw, "");
    return 0;
  }

  private long mark() throws IOException {
    String text = RegularFile.tail(mark, 0, LONGEST_MARK).text().strip();
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  private static WholeLines lines(Path file, long from) throws IOException {
    return WholeLines.of(RegularFile.tail(file, from, MOST_READ), false);
  }
}
