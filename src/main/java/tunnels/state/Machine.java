package tunnels.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import tunnels.files.RegularFile;
import tunnels.openssh.Fingerprint;

/** A short name for this machine that stays when its host name changes (machine-id(5)). */
public final class Machine {

  private static final List<Path> IDS =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

  private static final int LONGEST = 1024;

  private Machine() {}

  /**
   * Six hexadecimal digits, for control sockets have short paths; from the host name where the
   * system keeps no machine-id.
   */
  public static String name() {
    for (Path file : IDS) {
      String id = line(file);
      if (isId(id)) {
        return shortened(id);
      }
    }
    return shortened(hostName());
  }

  /** Empty where it cannot be read. */
  private static String line(Path file) {
    try {
      return RegularFile.textIfThere(file, LONGEST).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isId(String text) {
    for (int at = 0; at < text.length(); at++) {
      if ("0123456789abcdef".indexOf(text.charAt(at)) < 0) {
        return false;
      }
    }
    return text.length() == 32;
  }

  private static String hostName() {
    String name = line(Path.of("/proc/sys/kernel/hostname"));
    try {
      return name.isEmpty() ? InetAddress.getLocalHost().getHostName() : name;
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name
    }
  }

  /** The id itself is confidential (machine-id(5)): 24 bits of a hash tell little of its 128. */
  private static String shortened(String id) {
    return Fingerprint.of(List.of("tunnels", id)).substring(0, 6);
  }
}
