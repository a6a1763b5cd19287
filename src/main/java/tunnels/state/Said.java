package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tunnels.files.RegularFile;
import tunnels.openssh.Fingerprint;

/** What was said last of each topic, so that what is told once a minute is told once. */
public final class Said {

  private static final int LONGEST = 1024;

  private final Path folder;

  Said(Path folder) {
    this.folder = folder;
  }

  /**
   * Whether this has not been said yet of the topic. An empty text is never news and forgets what
   * was said.
   */
  public boolean isNews(String topic, String text) throws IOException {
    Path file = folder.resolve(topic);
    if (text.isEmpty()) {
      Files.deleteIfExists(file);
      return false;
    }
    PrivateFolder.make(folder);
    String said = Fingerprint.of(List.of(text));
    boolean news = !RegularFile.textIfThere(file, LONGEST).equals(said);
    if (news) {
      RegularFile.write(file, said);
    }
    return news;
  }
}
