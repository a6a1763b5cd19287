package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tunnels.openssh.Proof;
import tunnels.openssh.Session;

/**
 * What outlives us. Each call is atomic; a lock dies with its process. What can be done without is
 * told once where it cannot be written, and stops nothing; what is to be done for a job is not
 * such, for a job that nobody remembers is submitted twice.
 */
public interface Store {

  /** Held until closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** The lock of a connection; empty if another command keeps it for longer than that. */
  Optional<Hold> lock(String connection, Duration patience) throws IOException;

  /** Whether there are locks at all: not where the state cannot be written. */
  boolean takesLocks();

  /** Whether a command is working on a connection. */
  boolean busy(String connection) throws IOException;

  /**
   * Waits for a place among those that may be logging in to these servers at once, over all
   * processes of this user.
   *
   * @param places how many that are
   */
  Hold knock(Set<String> doors, int places) throws IOException;

  /**
   * What is remembered of a connection; blank if nothing is. Where the record of a launch was lost,
   * the control socket on disk stands in for it.
   */
  ConnectionRecord read(String connection) throws IOException;

  /** The same of each of these, by their names: what is on disk is listed once for all. */
  Map<String, ConnectionRecord> readAll(Set<String> connections) throws IOException;

  void write(ConnectionRecord connection) throws IOException;

  /**
   * What was last proved of a connection.
   *
   * @param roundTripMicros empty if the peer did not answer
   * @param forwards by the forward's flag and argument
   */
  record Proofs(Instant at, Optional<Long> roundTripMicros, Map<String, Proof> forwards) {

    /** What a start has shown. */
    static Proofs ofStart(Instant now, Duration roundTrip) {
      return of(now, Optional.of(roundTrip), Map.of());
    }

    static Proofs of(Instant now, Optional<Duration> roundTrip, Map<String, Proof> forwards) {
      Optional<Long> micros =
          roundTrip.isPresent() ? Optional.of(roundTrip.get().toNanos() / 1000) : Optional.empty();
      return new Proofs(now, micros, forwards);
    }
  }

  void prove(String connection, Proofs proofs) throws IOException;

  Optional<Proofs> proofs(String connection);

  /** Which listen ports servers picked, by the forward that asked for one. */
  Map<String, Integer> ports(String connection);

  void writePorts(String connection, Map<String, Integer> ports) throws IOException;

  /** The connections of which something is remembered. */
  List<String> connections() throws IOException;

  /** What was asked for explicitly, by tunnel. */
  Map<String, Wanted> wanted() throws IOException;

  /** What was asked for explicitly of one, at a cost that does not grow with the others. */
  Optional<Wanted> wanted(String tunnel) throws IOException;

  void want(Set<String> tunnels, Wanted wanted) throws IOException;

  /**
   * Makes this process the one that may want a tunnel up by {@link #hold}, perhaps later.
   *
   * @return empty if another process is
   */
  Optional<Hold> reserve(String tunnel) throws IOException;

  /**
   * The process that has reserved a tunnel.
   *
   * @param pid empty where it cannot be told
   * @param holds whether it wants the tunnel up by now
   */
  record Holder(Optional<Long> pid, boolean holds) {}

  /** Empty if none has. */
  Optional<Holder> holder(String tunnel) throws IOException;

  /**
   * Wants a tunnel up until closed, or until this process dies; remembers nothing.
   *
   * @return empty if another process does, or if it was asked down since it was reserved
   */
  Optional<Hold> hold(String tunnel) throws IOException;

  /** What is remembered of the tunnels' jobs, by tunnel. */
  Map<String, Following> followings() throws IOException;

  void writeFollowing(String tunnel, Following following) throws IOException;

  void forgetFollowing(String tunnel) throws IOException;

  /** How a job's server was last reached from a login node. */
  Optional<Way.Kind> way(String connection);

  void rememberWay(String connection, Way.Kind kind) throws IOException;

  /** A file in which the server's process of a master will be told; what it told before is kept. */
  Path session(String connection) throws IOException;

  /** The servers' processes of the last few masters, as far as they were told, the latest first. */
  List<Session> sessions(String connection);

  /** Adds to the tunnel's history. */
  void append(Change change);

  /** Adds to the connection's journal, for {@code logs}. */
  void note(String connection, Instant at, String line);

  /**
   * Moves what ssh has written since the last time into the journal.
   *
   * @param asked whether we have asked the peer since: the refusals are answers to us, and no news
   */
  void harvest(String connection, Instant now, boolean asked);

  /** What is in the journal after this position, and where it ends; from 0 on, the last lines. */
  Excerpt journal(String connection, long position, int most) throws IOException;

  /**
   * @param end to be given back for what comes next
   */
  record Excerpt(List<String> lines, long end) {}

  /** Where ssh writes, for a connection. */
  Path log(String connection);

  /** The file given with ssh's {@code -F}, for a connection. */
  Path config(String connection);

  /**
   * Writes that file, and makes the log, before a start. Where the state cannot take them, both are
   * elsewhere for as long as this process lives.
   */
  void prepare(String connection, String config) throws IOException;

  /** A launch of which only the control socket is known, which a process has. */
  Optional<LaunchRecord> found(String connection) throws IOException;

  /** A path for a control socket, at which there is nothing yet. */
  Path freshSocket(String connection) throws IOException;

  /** Removes control sockets of dead masters of a connection; for one without a launch. */
  void sweep(String connection) throws IOException;
}
