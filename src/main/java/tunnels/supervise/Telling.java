package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.profile.Profile;

/** Writes a connection's record with the phases as they are, and tells of those that changed. */
final class Telling {

  private final Store store;
  private final Watcher watcher;
  private final TunnelPhases phases;

  Telling(Store store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
    this.phases = new TunnelPhases(store);
  }

  /** Writes the phases as they are, and tells nobody: that the record was lost is no change. */
  void resume(ConnectionRecord record, Roster roster, ControlSocket.State master, Instant now)
      throws IOException {
    Map<String, ConnectionRecord.Told> told = new HashMap<>();
    for (String tunnel : tunnels(record, roster)) {
      Phase phase = phases.of(tunnel, record, roster, master, false);
      Optional<Path> folder = folder(tunnel, Optional.empty(), record, roster);
      told.put(tunnel, new ConnectionRecord.Told(phase, now, folder));
    }
    store.write(record.withTunnels(told));
  }

  ConnectionRecord tell(
      ConnectionRecord record, Roster roster, ControlSocket.State master, boolean busy, Instant now)
      throws IOException {
    Map<String, ConnectionRecord.Told> told = new HashMap<>();
    for (String tunnel : tunnels(record, roster)) {
      ConnectionRecord.Told last = record.tunnels().get(tunnel);
      Optional<Path> folder = folder(tunnel, Optional.ofNullable(last), record, roster);
      if (last != null && isUntold(tunnel, last, folder, record, roster)) {
        told.put(tunnel, last);
        continue;
      }
      Phase phase = phases.of(tunnel, record, roster, master, busy);
      Phase from = last == null ? Phase.DOWN : last.phase();
      if (from != phase) {
        Optional<Failure> failure =
            phases.failure(tunnel, phase, record, roster, record.trouble().failure(), now);
        report(record.name(), new Change(now, tunnel, from, phase, failure));
      }
      Instant since = last != null && from == phase ? last.since() : now;
      told.put(tunnel, new ConnectionRecord.Told(phase, since, folder));
    }
    ConnectionRecord after = record.withTunnels(told);
    store.write(after);
    return after;
  }

  /**
   * Of a profile in another folder, or of one that is broken or missing: nothing is known of it.
   */
  private static boolean isUntold(
      String tunnel,
      ConnectionRecord.Told last,
      Optional<Path> folder,
      ConnectionRecord record,
      Roster roster) {
    if (roster.elsewhere(tunnel, folder)) {
      return !roster.toldDown(tunnel);
    }
    boolean wantsItself = roster.wanted(tunnel) == Wanted.DOWN || !roster.knows(tunnel);
    return !lives(last.phase())
        && wantsItself
        && roster.stays(tunnel, folder)
        && TunnelFacts.held(record, tunnel).isEmpty();
  }

  /** Whether it is one that ends with the master. */
  private static boolean lives(Phase phase) {
    return switch (phase) {
      case STARTING, UP, DEGRADED, STOPPING -> true;
      case DOWN, QUEUED, WAITING, HELD -> false;
    };
  }

  /** In which the profile stands, or stood when it was last seen. */
  private static Optional<Path> folder(
      String tunnel, Optional<ConnectionRecord.Told> last, ConnectionRecord record, Roster roster) {
    if (roster.knows(tunnel)) {
      return Optional.of(roster.folder());
    }
    Optional<Path> told = last.flatMap(ConnectionRecord.Told::profiles);
    return told.isPresent() ? told : record.launch().flatMap(LaunchRecord::profiles);
  }

  /**
   * A tunnel whose profile is gone is told of until it is down. Of one with a job its login node's
   * connection tells.
   */
  private static Set<String> tunnels(ConnectionRecord record, Roster roster) {
    if (Way.tunnel(record.name()).isPresent()) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (Profile profile : roster.riders(record.name())) {
      names.add(profile.name());
    }
    for (HeldForward held : record.forwards()) {
      names.add(held.tunnel());
    }
    for (Map.Entry<String, ConnectionRecord.Told> each : record.tunnels().entrySet()) {
      if (each.getValue().phase() != Phase.DOWN) {
        names.add(each.getKey());
      }
    }
    return names;
  }

  private void report(String connection, Change change) throws IOException {
    store.append(change);
    store.note(connection, change.at(), change.toString());
    watcher.changed(change);
  }
}
