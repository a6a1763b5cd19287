package tunnels.profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.profile.ForwardFields.Field;

/** Reads the two ends of a forward from their fields. */
final class EndpointReader {
  /** sun_path is 108 bytes on Linux, a NUL included. */
  private static final int LONGEST_PATH = 107;

  private final Forward.Kind kind;
  private final Path home;
  private final Consumer<String> refuse;

  EndpointReader(Forward.Kind kind, Path home, Consumer<String> refuse) {
    this.kind = kind;
    this.home = home;
    this.refuse = refuse;
  }

  <T> Optional<T> refuse(String why) {
    refuse.accept(why);
    return Optional.empty();
  }

  /** {@code port}, {@code bind:port} or a path: the first fields. */
  Optional<Endpoint> listener(List<Field> fields, int count) {
    Field first = fields.get(0);
    if (first.path()) {
      return unix(first.text(), kind != Forward.Kind.REMOTE);
    }
    String port = fields.get(count - 1).text();
    return count == 1 ? tcp("", port, lowest()) : bound(first.text(), port);
  }

  /** {@code host:port} or a path: the last fields. */
  Optional<Endpoint> target(List<Field> fields, int count) {
    String last = fields.get(fields.size() - 1).text();
    if (count == 1) {
      return unix(last, kind == Forward.Kind.REMOTE);
    }
    String host = fields.get(fields.size() - count).text();
    return named(host, last, 1);
  }

  private Optional<Endpoint> bound(String bind, String port) {
    if (bind.isEmpty() || bind.equals(Endpoint.ANY)) {
      return tcp(Endpoint.ANY, port, lowest());
    }
    return named(bind, port, lowest());
  }

  /** What is wrong with the host does not hide what is wrong with the port. */
  private Optional<Endpoint> named(String host, String text, int lowest) {
    Optional<String> why = wrongHost(host);
    why.ifPresent(refuse);
    Optional<Endpoint> endpoint = tcp(host, text, lowest);
    return why.isPresent() ? Optional.empty() : endpoint;
  }

  private static Optional<String> wrongHost(String host) {
    Optional<String> why = HostText.wrong(host);
    return why.isPresent() ? why : pattern(host);
  }

  private static Optional<String> pattern(String host) {
    return host.contains("*") || host.contains("/")
        ? Optional.of(Quote.quote(host) + " is no host: write a name or an address")
        : Optional.empty();
  }

  /** Only a server picks a port by itself. */
  private int lowest() {
    return kind == Forward.Kind.REMOTE ? 0 : 1;
  }

  private Optional<Endpoint> tcp(String host, String text, int lowest) {
    Optional<Integer> port = Ports.parse(text);
    return port.isPresent() && port.get() >= lowest
        ? Optional.of(new Endpoint.Tcp(host, port.get()))
        : refuse(
            Quote.quote(text)
                + " is no port: write a number from "
                + lowest
                + " to 65535 (not a service's name)");
  }

  private Optional<Endpoint> unix(String text, boolean here) {
    String path = here ? LocalPath.expanded(text, home) : text;
    if (text.startsWith("~") && !path.startsWith("/")) {
      return refuse(
          Quote.quote(text)
              + (here
                  ? " names another's home: write the whole path, beginning with /"
                  : " is not expanded by ssh on the remote side: write the whole path, beginning"
                      + " with /"));
    }
    if (!path.startsWith("/")) {
      return refuse(
          Quote.quote(text)
              + " is relative to wherever ssh happens to run: write the "
              + "whole path, beginning with /");
    }
    return checked(path);
  }

  private Optional<Endpoint> checked(String path) {
    if (path.contains("%") || path.contains("$")) {
      return refuse(
          Quote.quote(path) + " holds % or $, which ssh would expand: write a path without");
    }
    if (Quote.hasControl(path)) {
      return refuse(Quote.quote(path) + " holds a control character: write a path without");
    }
    Optional<String> never = LocalPath.impossible(path);
    if (never.isPresent()) {
      return refuse(Quote.quote(path) + " " + never.get());
    }
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= LONGEST_PATH
        ? Optional.of(new Endpoint.Unix(path))
        : refuse(
            Quote.quote(path)
                + " is "
                + bytes
                + " bytes long, and a socket's path can have "
                + LONGEST_PATH
                + ": write a shorter one");
  }
}
