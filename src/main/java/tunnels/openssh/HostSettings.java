package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tunnels.process.Finished;
import tunnels.process.Processes;

/**
 * What ssh makes of a host, with the files that it names.
 *
 * @param host as ssh was given it, without user and port
 * @param home what {@code ~} stands for
 * @param rare expands what is not expanded here
 */
record HostSettings(String host, EffectiveConfig said, Path home, UnaryOperator<String> rare) {

  /**
   * @param answer to the query
   * @param query {@code ssh -G} and its words
   */
  static HostSettings of(
      Processes processes, List<String> query, Finished answer, String host, Path home) {
    EffectiveConfig said = EffectiveConfig.parse(answer.out());
    return new HostSettings(host, said, home, new TokenQuestion(processes, query));
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
   * The files of a keyword of which each value is one path, which ssh -G prints as it was written:
   * IdentityFile, CertificateFile.
   */
  List<String> files(String keyword) {
    List<String> files = new ArrayList<>();
    for (String value : values(keyword)) {
      if (!isNone(value)) {
        files.add(expanded(value));
      }
    }
    return files;
  }

  /**
   * The files of a keyword whose value is several paths: UserKnownHostsFile, which ssh -G prints
   * expanded since 8.4, GlobalKnownHostsFile and RevokedHostKeys, in which ssh itself expands no
   * more than {@code ~} (9.2; later ones print the latter expanded).
   */
  List<String> fileList(String keyword) {
    List<String> files = new ArrayList<>();
    for (String value : values(keyword)) {
      if (!isNone(value)) {
        for (String path : PathList.split(value, each -> PathList.exists(tilde(each)))) {
          files.add(tilde(path));
        }
      }
    }
    return files;
  }

  static boolean isNone(String value) {
    return value.toLowerCase(Locale.ROOT).equals("none");
  }

  private String tilde(String path) {
    return path.startsWith("~/") ? home + path.substring(1) : path;
  }

  /** {@code ~}, then the tokens of ssh_config(5), each once. */
  private String expanded(String value) {
    String path = tilde(value);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < path.length(); at++) {
      char here = path.charAt(at);
      Optional<String> token =
          here == '%' && at + 1 < path.length() ? token(path.charAt(at + 1)) : Optional.empty();
      if (path.startsWith("~") || path.startsWith("${", at) || (here == '%' && token.isEmpty())) {
        return rare.apply(value);
      }
      text.append(token.orElse(String.valueOf(here)));
      at += token.isPresent() ? 1 : 0;
    }
    return text.toString();
  }

  private Optional<String> token(char letter) {
    return switch (letter) {
      case '%' -> Optional.of("%");
      case 'd' -> Optional.of(home.toString());
      case 'h' -> value("hostname").or(() -> Optional.of(host));
      case 'n' -> value("host").or(() -> Optional.of(host));
      case 'p' -> value("port").or(() -> Optional.of("22"));
      case 'r' -> value("user");
      default -> Optional.empty();
    };
  }

  /**
   * The socket of IdentityAgent; empty for that of SSH_AUTH_SOCK, and for {@code none} and
   * variables, which only ssh reads.
   */
  Optional<String> identityAgent() {
    return value("identityagent").map(this::tilde).filter(socket -> socket.startsWith("/"));
  }
}
