package tunnels.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tunnels.state.Leftovers;

/**
 * What an installation runs once, so that the JVM can archive the classes of the common commands.
 * They read the examples, none of which is wanted up, and connect to nothing.
 */
public final class Rehearsal {

  /** So many are read by several threads. */
  private static final int MANY = 200;

  private Rehearsal() {}

  /**
   * @param arguments the folder of examples
   */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    Class.forName("tunnels.Main"); // of which Java would otherwise open the jar
    Path folder = Files.createTempDirectory("tunnels");
    try {
      copy(Path.of(arguments[0]), Files.createDirectories(folder.resolve("profiles")));
      run(folder, "down", "hpc-socks");
      for (String command : List.of("--help", "check", "keepalive", "status")) {
        run(folder, command);
      }
      run(folder, "status", "--json");
      run(folder, "show", "hpc-socks");
      many(folder.resolve("profiles"));
      run(folder, "status");
    } finally {
      Leftovers.remove(folder);
    }
  }

  private static void copy(Path examples, Path profiles) throws IOException {
    try (Stream<Path> files = Files.list(examples)) {
      for (Path example : files.toList()) {
        String text = Files.readString(example).replace("autostart = true", "");
        Files.writeString(profiles.resolve(example.getFileName()), text);
      }
    }
  }

  private static void many(Path profiles) throws IOException {
    for (int i = 0; i < MANY; i++) {
      String text = "host = \"hpc\"\n[[forward]]\nlocal = \"%d:localhost:80\"\n";
      Files.writeString(profiles.resolve("many-" + i + ".toml"), text.formatted(20_000 + i));
    }
  }

  private static void run(Path folder, String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Map<String, String> environment =
        Map.of(
            "TUNNELS_CONFIG", folder.toString(), "TUNNELS_STATE", folder.resolve("s").toString());
    Surroundings rehearsed =
        new Surroundings(nowhere, nowhere, environment, folder, "", InstantSource.system());
    var unused = Cli.run(rehearsed, arguments);
  }
}
