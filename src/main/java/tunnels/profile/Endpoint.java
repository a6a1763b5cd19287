package tunnels.profile;

/** One end of a forward: a TCP address or the path of a Unix socket. */
public sealed interface Endpoint {

  /** The host that ssh takes for every interface ({@code -L *:8080:...}). */
  String ANY = "*";

  /**
   * A TCP address. As a listener, host {@code ""} is ssh's default (loopback, both families) and
   * {@code "*"} is every interface; IPv6 addresses stand without brackets.
   *
   * @param port 0 to 65535; 0 only for a listener on the remote side, which then picks one
   */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      String shown = host.isEmpty() ? "localhost" : host;
      return (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port;
    }
  }

  /** A Unix socket; the path is absolute for a listener or target on this side. */
  record Unix(String path) implements Endpoint {
    @Override
    public String toString() {
      return path;
    }
  }
}
