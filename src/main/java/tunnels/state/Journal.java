package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tunnels.files.RegularFile;
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

  private final Path file;
  private final Path older;
  private final Path raw;
  private final Path mark;

  /**
   * @param folder of the connection
   * @param raw the file that ssh appends to
   */
  Journal(Path folder, Path raw) {
    this.file = folder.resolve("journal");
    this.older = folder.resolve("journal.1");
    this.mark = folder.resolve("journal.mark");
    this.raw = raw;
  }

  void add(Instant at, List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    if (Files.exists(file) && Files.size(file) > LONGEST) {
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
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
    long from = Math.max(start <= size ? start : 0, size - CHUNK);
    if (from > start && start <= size) {
      add(now, List.of("ssh: ... " + (from - start) + " bytes more, not kept"));
    }
    List<String> news = new ArrayList<>();
    for (String line : read(from).lines().toList()) {
      if (!line.isBlank() && !(asked && RoundTrip.isAnswer(line.strip()))) {
        news.add("ssh: " + line);
      }
    }
    add(now, news);
    RegularFile.write(mark, String.valueOf(bounded(size)));
  }

  /** What came after a position; at 0 the last lines, those of the older file among them. */
  Store.Excerpt excerpt(long position, int most) throws IOException {
    long size = RegularFile.isThere(file) ? Files.size(file) : 0;
    RegularFile.Part now = RegularFile.tail(file, position <= size ? position : 0, MOST_READ);
    List<String> fresh = now.text().lines().toList();
    List<String> before = position == 0 && fresh.size() < most ? lines(older) : List.of();
    List<String> lines = Stream.concat(before.stream(), fresh.stream()).toList();
    int first = Math.max(0, lines.size() - most);
    return new Store.Excerpt(lines.subList(first, lines.size()), now.end());
  }

  /** ssh appends wherever the end is, so that its file can be cut under it. */
  private long bounded(long size) throws IOException {
    if (size <= LONGEST) {
      return size;
    }
    RegularFile.write(raw, "");
    return 0;
  }

  private long mark() throws IOException {
    String text = RegularFile.tail(mark, 0, LONGEST_MARK).text().strip();
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  private String read(long start) throws IOException {
    return RegularFile.tail(raw, start, CHUNK).text();
  }

  private static List<String> lines(Path file) throws IOException {
    return RegularFile.tail(file, 0, MOST_READ).text().lines().toList();
  }
}
