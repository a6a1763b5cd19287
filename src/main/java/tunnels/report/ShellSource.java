package tunnels.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The parts of the completions that are written by hand: resources beside this class. */
final class ShellSource {

  private ShellSource() {}

  /** The completion, with what is generated for this grammar. */
  static String completion(String resource, String generated) {
    return read(resource)
        .replace("@GRAMMAR@\n", generated)
        .replace("@TAGS@\n", read("tags.awk").indent(4))
        .replace("@HOSTS@\n", read("hosts.awk").indent(4));
  }

  private static String read(String resource) {
    try (InputStream in = ShellSource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
