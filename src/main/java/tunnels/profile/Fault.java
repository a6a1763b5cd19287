package tunnels.profile;

import java.nio.file.Path;

/**
 * Something wrong in a file of the user's.
 *
 * @param line counted from 1
 * @param what what is wrong, and what to write
 */
public record Fault(Path file, int line, String what) {

  @Override
  public String toString() {
    return file.toString().replaceAll("\\p{Cntrl}", "?") + ":" + line + ": " + what;
  }
}
