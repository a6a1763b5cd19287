package tunnels.supervise;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.MuxForward;
import tunnels.profile.Destination;

/**
 * The last start of a connection's master, written before ssh runs so that no master is ever lost.
 *
 * @param host what ssh was given as its destination
 * @param proven whether the start was seen to succeed
 * @param fingerprint of the {@link Connection} it was started with; empty if nobody knows
 * @param logged how long ssh's log was before
 * @param profiles the folder in which the profiles stood; empty if nobody knows
 * @param forwards in the order in which they were opened
 */
public record LaunchRecord(
    Path socket,
    Destination host,
    Instant at,
    boolean proven,
    String fingerprint,
    boolean remoteCommands,
    long logged,
    Optional<Path> profiles,
    List<HeldForward> forwards) {

  public LaunchRecord {
    Odd.unless(logged >= 0, logged);
    forwards = List.copyOf(forwards);
  }

  LaunchRecord with(boolean nowProven, List<HeldForward> now) {
    return new LaunchRecord(
        socket, host, at, nowProven, fingerprint, remoteCommands, logged, profiles, now);
  }

  /**
   * The same while its forwards are closed, one by one: nobody can be sure of them.
   *
   * @param loggedBy how long ssh's log is: what it says from now on is of its end
   */
  LaunchRecord ending(long loggedBy) {
    return new LaunchRecord(
        socket, host, at, false, fingerprint, remoteCommands, loggedBy, profiles, forwards);
  }

  /** A master of which only the control socket is known. */
  public static LaunchRecord found(Path socket, Instant now) {
    Destination somewhere =
        new Destination("localhost", Optional.empty(), "localhost", Optional.empty());
    return new LaunchRecord(
        socket, somewhere, now, false, "", false, 0, Optional.empty(), List.of());
  }

  /** Whether nothing but the control socket is known. */
  boolean onlyFound() {
    return fingerprint.isEmpty();
  }

  /**
   * The same master, taken over for this connection.
   *
   * @param folder of the profiles by now, where the record of it was lost
   */
  LaunchRecord adopted(Connection connection, Optional<Path> folder) {
    String known = fingerprint.isEmpty() ? connection.fingerprint() : fingerprint;
    return new LaunchRecord(
        socket,
        connection.host(),
        at,
        proven,
        known,
        connection.remoteCommands(),
        logged,
        profiles.isPresent() ? profiles : folder,
        List.of());
  }

  /** Those that leave a socket file on the far side. */
  List<HeldForward> remoteFiles() {
    List<HeldForward> files = new ArrayList<>();
    for (HeldForward held : forwards) {
      if (held.forward().remote() && held.forward().listensOnUnix()) {
        files.add(held);
      }
    }
    return files;
  }

  /** Those that are there, as the master has them. */
  List<MuxForward> there() {
    List<MuxForward> there = new ArrayList<>();
    for (HeldForward held : forwards) {
      if (held.isThere()) {
        there.add(held.as());
      }
    }
    return there;
  }

  public ControlSocket controlSocket() {
    return new ControlSocket(socket);
  }
}
