package tunnels.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.IVersionProvider;

/** What was built: the resource {@code version}, filled in by the build. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream("version")) {
      if (in == null) {
        throw new IllegalStateException("the jar has no version");
      }
      return new String[] {line(new String(in.readAllBytes(), UTF_8))};
    }
  }

  /**
   * @param built the version, and the commit where the build knew one
   */
  static String line(String built) {
    return "tunnels " + built.strip().replaceFirst(" (.+)", " ($1)");
  }
}
