package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tunnels.files.RegularFile;
import tunnels.openssh.Fingerprint;

/** What was said last of each topic, so that what is told once a minute is told once. */
public final class Said {

  private static final int LONGEST = 1024;

  private final Path folder;
  private final Unwritten unwritten;
  private final Consumer<String> notices;

  Said(Path folder, Unwritten unwritten, Consumer<String> notices) {
    this.folder = folder;
    this.unwritten = unwritten;
    this.notices = notices;
  }

  /**
   * Whether this has not been said yet of the topic. An empty text is never news and forgets what
   * was said.
   */
  public boolean isNews(String topic, String text) {
    Path file = folder.resolve(topic);
    try {
      return text.isEmpty() ? forgotten(file) : isNews(file, Fingerprint.of(List.of(text)));
    } catch (IOException e) {
      unwritten.tell(e);
      return !text.isEmpty(); // rather told twice than never
    }
  }

  private static boolean forgotten(Path file) throws IOException {
    Files.deleteIfExists(file);
    return false;
  }

  private boolean isNews(Path file, String said) throws IOException {
    PrivateFolder.make(folder);
    boolean news = !RegularFile.tail(file, 0, LONGEST).text().equals(said);
    if (news) {
      RegularFile.write(OddFile.cleared(file, notices), said);
    }
    return news;
  }
}
