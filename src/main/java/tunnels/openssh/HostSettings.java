package tunnels.openssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ssh -G} answered for a host: a keyword in lower case and its value on each line.
 *
 * @param host as ssh was given it
 * @param home what {@code ~} stands for
 */
record HostSettings(String host, String answer, Path home) {

  Optional<String> value(String keyword) {
    return values(keyword).stream().findFirst();
  }

  List<String> values(String keyword) {
    return answer
        .lines()
        .filter(line -> line.startsWith(keyword + " "))
        .map(line -> line.substring(keyword.length() + 1).strip())
        .toList();
  }

  /** Whether it has one of these values. */
  boolean is(String keyword, String... values) {
    return value(keyword).map(List.of(values)::contains).orElse(false);
  }

  /**
   * The path that a value stands for. ssh -G leaves tokens as they stand: those of ssh_config(5)
   * for files, as far as we know them.
   */
  String file(String value) {
    String path = value.startsWith("~/") ? home + value.substring(1) : value;
    return path.replace("%d", home.toString())
        .replace("%h", value("hostname").orElse(host))
        .replace("%n", host)
        .replace("%p", value("port").orElse("22"))
        .replace("%r", value("user").orElse(""))
        .replace("%%", "%");
  }

  /**
   * The socket of IdentityAgent; empty for that of SSH_AUTH_SOCK, and for {@code none} and
   * variables, which only ssh reads.
   */
  Optional<String> identityAgent() {
    return value("identityagent")
        .map(socket -> socket.startsWith("~/") ? home + socket.substring(1) : socket)
        .filter(socket -> socket.startsWith("/"));
  }
}
