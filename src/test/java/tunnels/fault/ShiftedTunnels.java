package tunnels.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import tunnels.cli.Cli;
import tunnels.cli.Surroundings;

/** The program with a wall clock that a file shifts, and with nothing else changed. */
public final class ShiftedTunnels {

  private static final String FILE = "tunnels.shift";
  private static final Path DIST =
      Path.of(System.getProperty("basedir", ""), "target/dist/lib/tunnels").toAbsolutePath();
  private static final Path TESTS =
      Path.of(System.getProperty("basedir", ""), "target/test-classes").toAbsolutePath();

  private ShiftedTunnels() {}

  /**
   * What stands before the program's name, for {@link tunnels.fixture.Workbench#launch}: the
   * launcher's own options of Java.
   *
   * @param shift a file that holds a duration
   */
  static List<String> words(Path shift) {
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xlog:disable",
        "-D" + FILE + "=" + shift,
        "-cp",
        DIST.resolve("tunnels.jar") + ":" + TESTS,
        ShiftedTunnels.class.getName());
  }

  /** The first argument is the program's name. */
  public static void main(String[] arguments) {
    Surroundings real = Surroundings.real();
    Path shift = Path.of(System.getProperty(FILE));
    InstantSource clock = () -> shifted(shift);
    Surroundings shifted =
        new Surroundings(
            real.out(), real.err(), real.environment(), real.home(), real.terminals(), clock);
    System.exit(Cli.run(shifted, Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  private static Instant shifted(Path shift) {
    try {
      return Instant.now().plus(Duration.parse(Files.readString(shift)));
    } catch (IOException none) {
      return Instant.now();
    }
  }
}
