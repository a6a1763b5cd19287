package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tunnels.files.RegularFile;
import tunnels.openssh.Finding;

/** Whether an installation has the java, and the archive of classes, that it was made with. */
final class JavaCheck {

  private static final int LONGEST = 64 * 1024;

  private JavaCheck() {}

  /**
   * @param launcher {@code PREFIX/bin/tunnels}
   */
  static Finding finding(Path launcher) {
    Path lib = launcher.resolveSibling("../lib/tunnels").normalize();
    String remedy = lib.resolve("rehearse").toString();
    String version = "Java " + Runtime.version();
    List<String> start = lines(lib.resolve("start"));
    if (start.size() < 2 || start.get(1).isEmpty()) {
      return Finding.warn(
          "java", version + ", without an archive of classes: it starts slower", remedy);
    }
    if (!Files.isExecutable(Path.of(start.get(0)))) {
      return Finding.warn("java", start.get(0) + " is gone; this is " + version, remedy);
    }
    Path archive = Path.of(start.get(1).substring(start.get(1).indexOf('=') + 1));
    return Files.isReadable(archive)
        ? Finding.ok("java", version + ", with an archive of classes")
        : Finding.warn("java", archive + " is gone: it starts slower", remedy);
  }

  private static List<String> lines(Path file) {
    try {
      return RegularFile.text(file, LONGEST).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
