package tunnels.profile;

import java.util.Locale;
import java.util.Set;

/** Where forwards listen: who can reach it, and whether two of them want the same address. */
final class Listeners {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1");

  private Listeners() {}

  /** Whether other machines can connect, as far as the address tells. */
  static boolean exposed(Endpoint listen) {
    return listen instanceof Endpoint.Tcp tcp && !isLoopback(tcp.host());
  }

  /** Two forwards that clash have the same: a port, or a path. */
  static Object place(Forward forward) {
    return forward.listen() instanceof Endpoint.Tcp tcp ? tcp.port() : forward.listen().toString();
  }

  /** Whether only one of two forwards of one machine can listen. */
  static boolean clash(Forward one, Forward other) {
    if (one.listensRemotely() != other.listensRemotely()) {
      return false;
    }
    if (one.listen() instanceof Endpoint.Tcp a && other.listen() instanceof Endpoint.Tcp b) {
      return a.port() == b.port() && (a.port() == 0 ? same(one, other) : meet(a.host(), b.host()));
    }
    return place(one).equals(place(other));
  }

  /** Two ports that the server picks differ; but ssh cannot tell two equal requests apart. */
  private static boolean same(Forward one, Forward other) {
    return one.kind() == other.kind()
        && one.listen().equals(other.listen())
        && one.target().equals(other.target());
  }

  private static boolean isLoopback(String host) {
    return isLocal(host) || host.equals("::1") || (host.startsWith("127.") && isIpv4(host, 3));
  }

  private static boolean meet(String one, String other) {
    for (String a : addresses(one)) {
      for (String b : addresses(other)) {
        if (covers(a, b) || covers(b, a)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean covers(String wide, String address) {
    return switch (wide) {
      case Endpoint.ANY -> true;
      case "0.0.0.0" -> isIpv4(address, address.length());
      case "::" -> address.contains(":");
      default -> wide.equals(address);
    };
  }

  /** Four numbers with dots between. */
  private static boolean isIpv4(String host, int mostDigits) {
    String[] numbers = host.split("\\.", -1);
    boolean four = numbers.length == 4;
    for (String number : numbers) {
      four &= Ascii.isNumber(number) && number.length() <= mostDigits;
    }
    return four;
  }

  private static Set<String> addresses(String host) {
    return isLocal(host) ? LOOPBACK : Set.of(host.toLowerCase(Locale.ROOT));
  }

  private static boolean isLocal(String host) {
    return host.isEmpty() || host.toLowerCase(Locale.ROOT).equals("localhost");
  }
}
