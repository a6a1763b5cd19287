package tunnels.openssh;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What ssh makes of a host, with the files that it names.
 *
 * @param host as ssh was given it
 * @param home what {@code ~} stands for
 */
record HostSettings(String host, EffectiveConfig said, Path home) {

  /**
   * @param answer of {@code ssh -G}
   */
  HostSettings(String host, String answer, Path home) {
    this(host, EffectiveConfig.parse(answer), home);
  }

  Optional<String> value(String keyword) {
    return said.value(keyword);
  }

  List<String> values(String keyword) {
    return said.values(keyword);
  }

  /** Whether it has one of these values. */
  boolean is(String keyword, String... values) {
    return said.is(keyword, values);
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

  /** That path; empty where Java cannot say it (not ASCII, and no locale in UTF-8). */
  Optional<Path> path(String value) {
    try {
      return Optional.of(Path.of(file(value)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
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
