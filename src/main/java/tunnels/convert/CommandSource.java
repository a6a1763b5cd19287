package tunnels.convert;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the text comes from that commands are looked for in.
 *
 * @param name of the file; of a unit, with its instance
 * @param home of the user, for {@code %h}, {@code $HOME} and {@code ~}
 * @param files reads a file that the text names; empty if it cannot be read
 */
public record CommandSource(String name, Path home, Function<Path, Optional<String>> files) {

  /** What no file is read for: a command line. */
  public static CommandSource typed(Path home) {
    return new CommandSource("", home, file -> Optional.empty());
  }
}
