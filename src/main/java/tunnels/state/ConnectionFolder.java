package tunnels.state;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tunnels.files.RegularFile;
import tunnels.openssh.Master;
import tunnels.openssh.Session;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.Store;
import tunnels.supervise.Way;

/** What is remembered of one connection: its folder, which is made when something is written. */
final class ConnectionFolder {

  /** What {@code sessions.json} holds. */
  record Sessions(List<Session> latestFirst) {}

  /** What {@code way.json} holds. */
  record LastWay(Way.Kind kind) {}

  /** What {@code ports.json} holds. */
  record Ports(Map<String, Integer> picked) {}

  private static final int SESSIONS_KEPT = 4;

  private static final String TOLD = "session";

  private final Path folder;
  private final Gson gson;
  private final Consumer<String> notices;
  private final RecordFile<ConnectionRecord> record;

  /**
   * @param folder of the connection's name
   * @param notices is told of files that were set aside
   * @param valid whether a record's launch can be one of ours
   */
  ConnectionFolder(
      Path folder, Gson gson, Consumer<String> notices, Predicate<ConnectionRecord> valid) {
    this.folder = folder;
    this.gson = gson;
    this.notices = notices;
    this.record =
        new RecordFile<>(
            folder.resolve("record.json"), ConnectionRecord.class, gson, notices, valid);
  }

  /** The folder itself, made where there is none. */
  Path made() throws IOException {
    return PrivateFolder.make(folder);
  }

  Optional<ConnectionRecord> read() throws IOException {
    return record.read();
  }

  void write(ConnectionRecord now) throws IOException {
    record.write(now);
  }

  Map<String, Integer> ports() throws IOException {
    Optional<Ports> ports = file("ports.json", Ports.class).read();
    return ports.isPresent() ? ports.get().picked() : Map.of();
  }

  void writePorts(Map<String, Integer> ports) throws IOException {
    file("ports.json", Ports.class).write(new Ports(ports));
  }

  Optional<Store.Proofs> proofs() throws IOException {
    return file("proofs.json", Store.Proofs.class).read();
  }

  void prove(Store.Proofs proofs) throws IOException {
    file("proofs.json", Store.Proofs.class).write(proofs);
  }

  Optional<Way.Kind> way() throws IOException {
    return file("way.json", LastWay.class).read().map(LastWay::kind);
  }

  void rememberWay(Way.Kind kind) throws IOException {
    file("way.json", LastWay.class).write(new LastWay(kind));
  }

  /** Where a command on the far side leaves word of its session. */
  Path session() throws IOException {
    keepTold();
    Path told = made().resolve(TOLD);
    Files.deleteIfExists(told);
    return told;
  }

  List<Session> sessions() throws IOException {
    keepTold();
    return remembered();
  }

  private List<Session> remembered() throws IOException {
    Optional<Sessions> sessions = file("sessions.json", Sessions.class).read();
    return sessions.isPresent() ? sessions.get().latestFirst() : List.of();
  }

  private void keepTold() throws IOException {
    Path told = folder.resolve(TOLD);
    if (!RegularFile.isThere(told)) {
      return;
    }
    Optional<Session> session =
        Session.parse(
            new String(RegularFile.first(told, Master.MOST_SAID), StandardCharsets.UTF_8));
    if (session.isPresent()) {
      remember(session.get());
      Files.deleteIfExists(told);
    }
  }

  private void remember(Session session) throws IOException {
    List<Session> all = new ArrayList<>(remembered());
    all.add(0, session);
    List<Session> kept = all.subList(0, Math.min(all.size(), SESSIONS_KEPT));
    file("sessions.json", Sessions.class).write(new Sessions(kept));
  }

  /** Adds to the journal. */
  void note(Instant at, String line) throws IOException {
    var unused = made();
    journal().add(at, List.of(line));
  }

  Journal journal() {
    return new Journal(folder, folder.resolve("log"));
  }

  private <T> RecordFile<T> file(String name, Class<T> type) {
    return new RecordFile<>(folder.resolve(name), type, gson, notices);
  }
}
