package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tunnels.fixture.Installation;
import tunnels.fixture.Make;

/**
 * The program as {@code make install} leaves it, with its archive of classes, for one Java.
 *
 * @param java its home
 * @param version as 17
 */
record Installed(Path java, int version, Installation at) {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private static final Map<Path, Installed> MADE = new HashMap<>();

  /** Made once for all groups. */
  static Installed with(Path java) throws Exception {
    Installed made = MADE.get(java);
    if (made == null) {
      made = make(java);
      MADE.put(java, made);
    }
    return made;
  }

  private static Installed make(Path java) throws Exception {
    int version = version(java);
    Path prefix = ROOT.resolve("target/bench/installed-" + version);
    Make.run("install", "PREFIX=" + prefix, "TUNNELS_JAVA=" + java.resolve("bin/java"));
    return new Installed(java, version, Installation.at(prefix));
  }

  /** With the Java that runs this, and with the others that were named. */
  static List<Installed> all(Options options) throws Exception {
    List<Installed> all = new ArrayList<>(List.of(first()));
    for (Path java : options.javas()) {
      all.add(with(java));
    }
    return all;
  }

  static Installed first() throws Exception {
    return with(Path.of(System.getProperty("java.home")));
  }

  String name() {
    return "tunnels, JDK " + version;
  }

  private static int version(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.resolve("bin/java").toString(), "-version")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return Integer.parseInt(said.replaceAll("(?s)[^\"]*\"(\\d+).*", "$1"));
  }
}
