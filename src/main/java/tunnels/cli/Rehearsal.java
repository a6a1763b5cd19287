package tunnels.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import tunnels.state.Leftovers;

/**
 * What an installation runs once, so that the JVM can archive the classes of the common commands:
 * they read the examples, and connect to nothing.
 */
public final class Rehearsal {

  private Rehearsal() {}

  /**
   * @param arguments the folder of examples
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("tunnels");
    try {
      Path profiles = Files.createDirectories(folder.resolve("profiles"));
      Files.copy(Path.of(arguments[0], "hpc-socks.toml"), profiles.resolve("hpc-socks.toml"));
      for (String command : new String[] {"--help", "check", "status", "keepalive"}) {
        run(folder, command);
      }
      run(folder, "status", "--json");
      run(folder, "show", "hpc-socks");
      run(folder, "down", "hpc-socks");
    } finally {
      Leftovers.remove(folder);
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
