package tunnels.openssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tunnels.process.Processes;

/**
 * What the known_hosts files have of one host. ssh-keygen -F finds it, since names may be hashed or
 * patterns.
 */
final class KnownHosts {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STANDARD_PORT = "22";
  private static final String REVOKED = "@revoked";

  private final Processes processes;

  KnownHosts(Processes processes) {
    this.processes = processes;
  }

  /** The lines about the host, of every file, without their place there. */
  List<String> lines(HostSettings config) {
    List<String> lines = new ArrayList<>();
    for (String file : files(config)) {
      for (String name : names(config)) {
        List<String> find = List.of("ssh-keygen", "-F", name, "-f", file);
        processes.run(find, "", LIMIT).out().lines().filter(KnownHosts::isLine).forEach(lines::add);
      }
    }
    return lines;
  }

  /** Whether ssh would have a key, or an authority, to believe. */
  boolean knows(HostSettings config) {
    return lines(config).stream().anyMatch(line -> !line.startsWith(REVOKED));
  }

  /** The regular files among them. */
  static List<String> files(HostSettings config) {
    List<String> files = new ArrayList<>(config.fileList("userknownhostsfile"));
    files.addAll(config.fileList("globalknownhostsfile"));
    files.removeIf(file -> !PathList.isFile(file));
    return files;
  }

  /** What ssh calls the host there, first with its port (check_host_key of sshconnect.c). */
  static Set<String> names(HostSettings config) {
    Optional<String> alias = config.value("hostkeyalias");
    if (alias.isPresent()) {
      return Set.of(alias.get());
    }
    String host = config.value("hostname").orElse(config.host()).toLowerCase(Locale.ROOT);
    String port = config.value("port").orElse(STANDARD_PORT);
    Set<String> names = new LinkedHashSet<>();
    names.add(port.equals(STANDARD_PORT) ? host : "[" + host + "]:" + port);
    names.add(host);
    return names;
  }

  /** Not {@code # Host h found: line 3}, which changes with the lines of others. */
  private static boolean isLine(String line) {
    return !line.startsWith("#") && !line.isBlank();
  }
}
