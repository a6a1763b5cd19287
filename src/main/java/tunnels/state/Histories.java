package tunnels.state;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tunnels.files.RegularFile;
import tunnels.supervise.Change;

/** Each tunnel's changes of phase, a line of JSON each; bounded to two files. */
final class Histories {

  private static final long LONGEST = 256 * 1024;

  /** A file grows beyond the longest by one line alone. */
  private static final int MOST_READ = 1024 * 1024;

  private final Path folder;
  private final Gson gson;
  private final Consumer<String> notices;

  Histories(Path folder, Gson gson, Consumer<String> notices) {
    this.folder = folder;
    this.gson = gson;
    this.notices = notices;
  }

  void append(Change change) throws IOException {
    Path file = PrivateFolder.make(folder).resolve(change.tunnel() + ".jsonl");
    if (Files.size(OddFile.madeRegular(file, notices)) > LONGEST) {
      Path older = OddFile.cleared(Path.of(file + ".1"), notices);
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
    }
    String line = gson.toJson(change) + "\n";
    RegularFile.append(file, line);
  }

  /** The earliest first; lines that are not ours are passed over. */
  List<Change> read(String tunnel) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (String ending : List.of(".jsonl.1", ".jsonl")) {
      Path file = folder.resolve(tunnel + ending);
      lines(file).forEach(line -> parse(line).ifPresent(changes::add));
    }
    return changes;
  }

  /** The last of them, where there are many; one that is cut is no line of ours. */
  private static Stream<String> lines(Path file) throws IOException {
    return RegularFile.tail(file, 0, MOST_READ).text().lines();
  }

  private Optional<Change> parse(String line) {
    try {
      return Optional.ofNullable(gson.fromJson(line, Change.class));
    } catch (RuntimeException e) {
      return Optional.empty(); // cut short by a power failure, or not ours
    }
  }
}
