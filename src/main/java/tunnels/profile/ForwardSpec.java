package tunnels.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.profile.ForwardFields.Field;

/**
 * What ssh takes after -L, -R and -D, read and written (readconf.c, parse_forward).
 *
 * @param target empty for a SOCKS proxy and for a job's server
 */
record ForwardSpec(Endpoint listen, Optional<Endpoint> target) {

  static Optional<ForwardSpec> parse(
      Forward.Kind kind, String spec, Path home, Consumer<String> refuse) {
    return ends(kind, spec, home, refuse).flatMap(Ends::whole);
  }

  /**
   * As far as it can be read: each end is looked at, whatever is wrong with the other.
   *
   * @param socks whether it has no target to be named
   */
  record Ends(Optional<Endpoint> listen, Optional<Endpoint> target, boolean socks) {

    Optional<ForwardSpec> whole() {
      return listen.isPresent() && (socks || target.isPresent())
          ? Optional.of(new ForwardSpec(listen.get(), target))
          : Optional.empty();
    }
  }

  /** Empty where it has the form of no forward. */
  static Optional<Ends> ends(Forward.Kind kind, String spec, Path home, Consumer<String> refuse) {
    Optional<String> protocol = protocol(spec.strip());
    if (protocol.isPresent()) {
      refuse.accept(Quote.quote(spec) + protocol.get());
      return Optional.empty();
    }
    Optional<List<Field>> fields = ForwardFields.split(spec, refuse);
    return fields.isPresent()
        ? new Reader(kind, spec, new EndpointReader(kind, home, refuse)).read(fields.get())
        : Optional.empty();
  }

  /** As other programs write it: {@code udp:53:host:53}, {@code 53/udp}. */
  private static Optional<String> protocol(String spec) {
    String text = spec.toLowerCase(Locale.ROOT);
    boolean perhaps = text.contains("udp") || text.contains("tcp");
    if (!perhaps || !text.matches("(udp|tcp)[46]?:.*|[^/]*\\d/(udp|tcp)(:.*)?")) {
      return Optional.empty();
    }
    return Optional.of(
        text.contains("udp")
            ? " is UDP, and ssh forwards only TCP ports and Unix sockets: write a TCP port on which"
                + " the service answers too, or use a VPN"
            : " names TCP, which every forward of a port is: write it without");
  }

  /**
   * The argument that gives the same forward to ssh: brackets round IPv6, and round nothing else.
   */
  static String argument(Endpoint listen, Optional<Endpoint> target) {
    String listener =
        listen instanceof Endpoint.Tcp tcp && tcp.host().isEmpty()
            ? String.valueOf(tcp.port())
            : field(listen);
    return target.isPresent() ? listener + ":" + field(target.get()) : listener;
  }

  private static String field(Endpoint endpoint) {
    if (endpoint instanceof Endpoint.Unix unix) {
      return unix.path().replace("\\", "\\\\").replace(":", "\\:");
    }
    return endpoint.toString();
  }

  /** Tells the forms apart by the number of fields and by which of them are paths. */
  private record Reader(Forward.Kind kind, String spec, EndpointReader ends) {

    Optional<Ends> read(List<Field> fields) {
      Optional<String> why = misshapen(fields);
      if (why.isPresent()) {
        return ends.refuse(Quote.quote(spec) + " " + why.get());
      }
      int targets = targets(fields);
      Optional<Endpoint> listen = ends.listener(fields, fields.size() - targets);
      Optional<Endpoint> target = targets == 0 ? Optional.empty() : ends.target(fields, targets);
      return Optional.of(new Ends(listen, target, targets == 0));
    }

    /** How many of the fields, from the right, say where the forward ends. */
    private static int targets(List<Field> fields) {
      boolean toPath = fields.get(fields.size() - 1).path();
      return switch (fields.size()) {
        case 1 -> 0;
        case 2 -> toPath ? 1 : 0;
        case 3 -> toPath && !fields.get(0).path() ? 1 : 2;
        default -> 2;
      };
    }

    private Optional<String> misshapen(List<Field> fields) {
      boolean socks = targets(fields) == 0;
      boolean fromPath = fields.get(0).path();
      if (kind == Forward.Kind.SERVER) {
        return ofServer(socks && (!fromPath || fields.size() == 1));
      }
      if (kind == Forward.Kind.DYNAMIC && !socks) {
        return Optional.of(
            "has a destination, which a SOCKS client names: write local = instead, "
                + "or dynamic = \"[BIND:]PORT\"");
      }
      if (kind == Forward.Kind.LOCAL && socks) {
        return Optional.of(
            "has no destination: write \"[BIND:]PORT:HOST:PORT\", or dynamic = for a "
                + "SOCKS proxy");
      }
      if (socks && fromPath) {
        return Optional.of(
            "is a SOCKS proxy on a Unix socket, which carries nothing in ssh: write a port");
      }
      return fromPath && fields.size() == 4
          ? Optional.of("has a path for a bind address: write \"PATH:HOST:PORT\"")
          : Optional.empty();
    }

    private static Optional<String> ofServer(boolean listenerOnly) {
      return listenerOnly
          ? Optional.empty()
          : Optional.of("has a destination, which the job tells: write \"[BIND:]PORT\", or a path");
    }
  }
}
