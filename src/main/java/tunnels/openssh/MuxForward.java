package tunnels.openssh;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/**
 * A forward as a master knows it: the fields that OPEN_FWD and CLOSE_FWD carry (PROTOCOL.mux,
 * section 4). Two that are equal here are one forward to the master.
 *
 * @param listenHost {@code ""} is loopback, {@code "*"} every interface; a path for a Unix socket
 * @param listenPort {@link #UNIX} for a Unix socket
 * @param connectHost {@code "socks"} with port 0 for a SOCKS proxy
 */
public record MuxForward(
    Forward.Kind kind, String listenHost, int listenPort, String connectHost, int connectPort) {

  /** The port number that stands for a Unix socket (PORT_STREAMLOCAL). */
  public static final int UNIX = -2;

  private static final int LAST_PORT = 65_535;

  /** No master knows a {@link Forward.Kind#SERVER}: what it becomes is a {@code LOCAL}. */
  public MuxForward {
    if (kind == Forward.Kind.SERVER) {
      throw new IllegalArgumentException("where the job's server listens is not known");
    }
    if (!isPort(listenPort) || !isPort(connectPort)) {
      throw new IllegalArgumentException("no port: " + listenPort + ", " + connectPort);
    }
    if (listenHost.indexOf('\0') >= 0 || connectHost.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no host, and no path");
    }
  }

  private static boolean isPort(int number) {
    return number == UNIX || (number >= 0 && number <= LAST_PORT);
  }

  /** Those of a profile that end where the profile says. */
  public static Stream<MuxForward> all(Profile profile) {
    return profile.forwards().stream().filter(f -> !f.toJob()).map(MuxForward::of);
  }

  /** The forward of a profile; not one that ends at a job's server. */
  public static MuxForward of(Forward forward) {
    Endpoint socks = new Endpoint.Tcp("socks", 0);
    Endpoint target = forward.target().orElse(socks);
    Endpoint listen = forward.listen();
    return new MuxForward(forward.kind(), host(listen), port(listen), host(target), port(target));
  }

  /** A forward from where a profile has it listen to wherever a job's server is. */
  public static MuxForward to(Forward server, Endpoint target) {
    Endpoint listen = server.listen();
    return new MuxForward(
        Forward.Kind.LOCAL, host(listen), port(listen), host(target), port(target));
  }

  /** Whether it is what this forward of a profile has become. */
  public boolean isOf(Forward forward) {
    Endpoint listen = forward.listen();
    return forward.toJob()
        ? kind == Forward.Kind.LOCAL && sameListener(host(listen), port(listen))
        : equals(of(forward));
  }

  /**
   * What any record has; but that is linked anew in every run, and takes a command milliseconds
   * (src/docs/startup.md).
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MuxForward that
        && kind == that.kind
        && sameListener(that.listenHost, that.listenPort)
        && connectHost.equals(that.connectHost)
        && connectPort == that.connectPort;
  }

  @Override
  public int hashCode() {
    int listener = 31 * (31 * kind.hashCode() + listenHost.hashCode()) + listenPort;
    return 31 * (31 * listener + connectHost.hashCode()) + connectPort;
  }

  private boolean sameListener(String host, int port) {
    return listenHost.equals(host) && listenPort == port;
  }

  /** The same forward on another listen port. */
  public MuxForward onPort(int port) {
    return new MuxForward(kind, listenHost, port, connectHost, connectPort);
  }

  public boolean remote() {
    return kind == Forward.Kind.REMOTE;
  }

  public boolean listensOnUnix() {
    return listenPort == UNIX;
  }

  /** Whether the server picks the port. */
  public boolean picksPort() {
    return listenPort == 0;
  }

  /** The flag of ssh(1): {@code -L}, {@code -R} or {@code -D}. */
  public String flag() {
    return switch (kind) {
      case LOCAL -> "-L";
      case REMOTE -> "-R";
      case DYNAMIC -> "-D";
      case SERVER -> throw new IllegalStateException();
    };
  }

  /** What follows the flag, in a form that ssh reads back to these very fields. */
  public String argument() {
    return Forward.argument(listen(listenPort), target());
  }

  /** Who listens, with another port where the server picked one. */
  public Endpoint listen(int picked) {
    return endpoint(listenHost, picksPort() ? picked : listenPort);
  }

  /** Where it ends; empty for a SOCKS proxy. */
  public Optional<Endpoint> target() {
    return connectPort == 0 ? Optional.empty() : Optional.of(endpoint(connectHost, connectPort));
  }

  private static Endpoint endpoint(String host, int port) {
    return port == UNIX ? new Endpoint.Unix(host) : new Endpoint.Tcp(host, port);
  }

  private static String host(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Tcp tcp ? tcp.host() : ((Endpoint.Unix) endpoint).path();
  }

  private static int port(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Tcp tcp ? tcp.port() : UNIX;
  }
}
