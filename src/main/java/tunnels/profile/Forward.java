package tunnels.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One {@code [[forward]]} of a profile, parsed: who listens where, and where it ends.
 *
 * @param spec as the user wrote it
 * @param target empty for a SOCKS proxy, whose client names the target, and for a job's server, of
 *     which the job tells where it listens
 * @param permit where a remote SOCKS proxy may go, as {@code host:port} of PermitRemoteOpen, or the
 *     single word {@code any}; empty for every other forward
 * @param expose whether a bind address beyond loopback was asked for knowingly
 * @param line where the {@code [[forward]]} stands in its file, counted from 1
 */
public record Forward(
    Kind kind,
    String spec,
    Endpoint listen,
    Optional<Endpoint> target,
    List<String> permit,
    Optional<String> label,
    Probe probe,
    Optional<String> open,
    boolean expose,
    int line) {

  /**
   * Which flag of ssh(1) this is: {@code -L}, {@code -R} or {@code -D}; that to a job's server is
   * no forward of ssh's before the job has said where its server listens.
   */
  public enum Kind {
    LOCAL,
    REMOTE,
    DYNAMIC,
    SERVER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The key of a profile: {@code local}. */
    public String word() {
      return word;
    }
  }

  /** How the far end of a forward is proved. */
  public enum Probe {
    NONE,
    TCP,
    HTTP,
    SOCKS
  }

  public Forward {
    permit = List.copyOf(permit);
  }

  public boolean socks() {
    return target.isEmpty() && !toJob();
  }

  /** Whether it ends at the server of the profile's job. */
  public boolean toJob() {
    return kind == Kind.SERVER;
  }

  /** Whether the listener is on the far side. */
  public boolean listensRemotely() {
    return kind == Kind.REMOTE;
  }

  /** Whether the server picks the port ({@code -R 0:...}). */
  public boolean picksPort() {
    return listen instanceof Endpoint.Tcp tcp && tcp.port() == 0;
  }

  /** What to write after -L, -R or -D of ssh(1) for a forward. */
  public static String argument(Endpoint listen, Optional<Endpoint> target) {
    return ForwardSpec.argument(listen, target);
  }
}
