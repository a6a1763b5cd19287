package tunnels.supervise;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.openssh.Connection;
import tunnels.profile.Job;
import tunnels.profile.Names;

/**
 * How the server of a job is reached from its login node.
 *
 * @param begun when this kind was tried first; what failed before was of another job
 * @param proven whether it has carried a tunnel to this job
 * @param ruledOut the kinds that failed before this one, each with ssh's words
 * @param link the connection to the node, which rides on the login node's
 * @param hop a socket on the login node, behind which an ssh from there reaches the server
 */
public record Way(
    Kind kind,
    Instant begun,
    boolean proven,
    List<String> ruledOut,
    Optional<Connection> link,
    Optional<String> hop) {

  /** What is tried, in this order. */
  public enum Kind {
    /** The node's sshd, by a channel of the login node's master. */
    JUMP("jump", Job.Route.JUMP),
    /** The same through nc(1) on the login node, where it allows no TCP channels. */
    NETCAT("nc", Job.Route.JUMP),
    SOCKET("socket", Job.Route.SOCKET),
    SRUN("srun", Job.Route.SRUN);

    private final String word;
    private final Job.Route route;

    Kind(String word, Job.Route route) {
      this.word = word;
      this.route = route;
    }

    public String word() {
      return word;
    }
  }

  private static final String MARK = "@";
  private static final String SAYING = ": ";

  public Way {
    ruledOut = List.copyOf(ruledOut);
  }

  /**
   * The first to be tried.
   *
   * @param last what led to another job's server from the same login node
   */
  static Way first(Job.Route route, Optional<Kind> last, Instant now) {
    Kind kind =
        last.filter(known -> kinds(route).anyMatch(known::equals))
            .orElseGet(() -> kinds(route).findFirst().orElseThrow());
    return of(kind, now, List.of());
  }

  /** The next one after this has failed; empty if there is none. */
  Optional<Way> next(Job.Route route, String words, Instant now) {
    List<String> failed =
        Stream.concat(ruledOut.stream(), Stream.of(kind.word + SAYING + words)).toList();
    return kinds(route)
        .filter(other -> failed.stream().noneMatch(f -> f.startsWith(other.word + SAYING)))
        .findFirst()
        .map(other -> of(other, now, failed));
  }

  /** The same kind, with nothing opened. */
  Way idle() {
    return of(kind, begun, ruledOut);
  }

  Way linked(Connection connection, boolean nowProven) {
    return new Way(kind, begun, nowProven, ruledOut, Optional.of(connection), Optional.empty());
  }

  Way hopping(String socket) {
    return new Way(kind, begun, true, ruledOut, Optional.empty(), Optional.of(socket));
  }

  /** The name of the connection to the node. No tunnel can be called so. */
  public static String connection(String tunnel, Kind kind) {
    return tunnel + MARK + kind.word();
  }

  /** Whether a connection can have that name. */
  public static boolean isConnection(String name) {
    return Names.isName(tunnel(name).orElse(name));
  }

  /** The tunnel whose connection to a node this is; empty for any other connection. */
  public static Optional<String> tunnel(String connection) {
    int mark = connection.indexOf(MARK);
    return mark < 0 ? Optional.empty() : Optional.of(connection.substring(0, mark));
  }

  private static Way of(Kind kind, Instant begun, List<String> ruledOut) {
    return new Way(kind, begun, false, ruledOut, Optional.empty(), Optional.empty());
  }

  private static Stream<Kind> kinds(Job.Route route) {
    return Stream.of(Kind.values()).filter(kind -> route == Job.Route.AUTO || kind.route == route);
  }
}
