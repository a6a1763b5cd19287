package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.RollCall;

/** What is read and asked at one moment: each record is read once, each master asked once. */
final class Moment {

  private static final ControlSocket.Look ABSENT =
      new ControlSocket.Look(ControlSocket.State.ABSENT, 0);

  private final Store store;
  private final Map<String, ConnectionRecord> records = new HashMap<>();
  private final Map<String, Optional<Store.Proofs>> proofs = new HashMap<>();
  private final Map<Path, ControlSocket.Look> looks = new HashMap<>();

  Moment(Store store) {
    this.store = store;
  }

  ConnectionRecord record(String connection) throws IOException {
    ConnectionRecord known = records.get(connection);
    if (known == null) {
      known = store.read(connection);
      records.put(connection, known);
    }
    return known;
  }

  /** What was last proved of a connection. */
  Optional<Store.Proofs> proofs(String connection) throws IOException {
    Optional<Store.Proofs> known = proofs.get(connection);
    if (known == null) {
      known = store.proofs(connection);
      proofs.put(connection, known);
    }
    return known;
  }

  /** What is at the control socket of a connection's last launch. */
  ControlSocket.Look look(ConnectionRecord record) {
    if (record.launch().isEmpty()) {
      return ABSENT;
    }
    ControlSocket master = record.launch().get().controlSocket();
    ControlSocket.Look known = looks.get(master.path());
    if (known == null) {
      known = master.look();
      looks.put(master.path(), known);
    }
    return known;
  }

  /** Reads those of these connections that were not read yet. */
  void read(Set<String> connections) throws IOException {
    Set<String> unread = new HashSet<>(connections);
    unread.removeAll(records.keySet());
    renew(unread);
  }

  /** Reads them as they are by now. */
  void renew(Set<String> connections) throws IOException {
    records.putAll(store.readAll(connections));
  }

  /** Asks the masters of these connections, all at once. */
  void ask(Set<String> connections) throws IOException {
    read(connections);
    Set<Path> masters = new HashSet<>();
    for (String connection : connections) {
      Optional<LaunchRecord> launch = record(connection).launch();
      if (launch.isPresent()) {
        masters.add(launch.get().socket());
      }
    }
    looks.putAll(RollCall.of(masters));
  }
}
