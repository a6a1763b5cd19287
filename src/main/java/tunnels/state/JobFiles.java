package tunnels.state;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.supervise.Change;
import tunnels.supervise.Following;

/** What is remembered of each tunnel's job: a file for each that has one. */
final class JobFiles {

  private static final String ENDING = ".json";

  private final Path folder;
  private final Gson gson;
  private final Consumer<String> notices;

  JobFiles(Path folder, Gson gson, Consumer<String> notices) {
    this.folder = folder;
    this.gson = gson;
    this.notices = notices;
  }

  Map<String, Following> read() throws IOException {
    Map<String, Following> followings = new HashMap<>();
    for (Path file : PrivateFolder.files(folder)) {
      String name = String.valueOf(file.getFileName());
      Optional<Following> following =
          name.endsWith(ENDING) && Change.isTunnel(tunnel(name))
              ? record(file).read()
              : Optional.empty();
      if (following.isPresent()) {
        followings.put(tunnel(name), following.get());
      }
    }
    return followings;
  }

  private static String tunnel(String file) {
    return file.substring(0, file.length() - ENDING.length());
  }

  void write(String tunnel, Following following) throws IOException {
    var unused = record(folder.resolve(tunnel + ENDING)).write(following);
  }

  void remove(String tunnel) throws IOException {
    Files.deleteIfExists(folder.resolve(tunnel + ENDING));
  }

  /** Where what one job needs on this side is kept. */
  Path folder(String nonce) throws IOException {
    return PrivateFolder.make(PrivateFolder.make(folder).resolve(nonce));
  }

  private RecordFile<Following> record(Path file) {
    return new RecordFile<>(file, Following.class, gson, notices);
  }
}
