package tunnels.state;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A short name for this machine that stays when its host name changes (machine-id(5)). */
public final class Machine {

  private static final List<Path> IDS =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

  private Machine() {}

  /**
   * Six hexadecimal digits, for control sockets have short paths; from the host name where the
   * system keeps no machine-id.
   */
  public static String name() throws IOException {
    for (Path file : IDS) {
      if (Files.isReadable(file) && Files.size(file) > 0) {
        return shortened(Files.readString(file).strip());
      }
    }
    return shortened(InetAddress.getLocalHost().getHostName());
  }

  /** The id itself is confidential (machine-id(5)): a hash of it will do. */
  private static String shortened(String id) {
    byte[] salted = ("tunnels " + id).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(salted).toString().substring(0, 6);
  }
}
