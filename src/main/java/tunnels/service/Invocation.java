package tunnels.service;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a service runs the program.
 *
 * @param program the launcher, absolute
 * @param environment the variables that it needs where a service has next to none; no value has a
 *     line break
 */
public record Invocation(Path program, SortedMap<String, String> environment) {

  public Invocation {
    environment = new TreeMap<>(environment);
    if (!program.isAbsolute()) {
      throw new IllegalArgumentException(program + " is not absolute");
    }
    if (program.toString().contains("\n")
        || environment.values().stream().anyMatch(value -> value.contains("\n"))) {
      throw new IllegalArgumentException("a line break in a path cannot be written into a service");
    }
  }
}
