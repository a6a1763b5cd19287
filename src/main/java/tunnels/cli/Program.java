package tunnels.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunnels.state.Stamp;

/**
 * The files that this process runs from: its Java's classes ({@code lib/modules}) and its own jar.
 * One that was replaced under it, by an upgrade, makes classes that were not loaded yet fail in odd
 * ways, at any time later.
 */
final class Program {

  private final Map<Path, Stamp> stamps;

  Program(Stream<Path> files) {
    stamps = files.collect(Collectors.toMap(file -> file, Stamp::of));
  }

  static Program running() {
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    return new Program(Stream.concat(Stream.of(modules), jar().stream()));
  }

  /** A file that is not what it was when this was made. */
  Optional<Path> replaced() {
    return stamps.keySet().stream()
        .filter(file -> !Stamp.of(file).equals(stamps.get(file)))
        .findFirst();
  }

  /** None where the classes stand in a folder. */
  private static Optional<Path> jar() {
    try {
      Path code =
          Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(code).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
