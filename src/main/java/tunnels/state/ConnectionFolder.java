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
  private final Unwritten unwritten;
  private final Spare spare;
  private final RecordFile<ConnectionRecord> record;

  /** Where ssh's own files are: elsewhere, where this folder could not take them. */
  private volatile Path ofSsh;

  /**
   * @param folder of the connection's name
   * @param notices is told of files that were set aside
   * @param unwritten is told of what cannot be written
   * @param valid whether a record's launch can be one of ours
   */
  ConnectionFolder(
      Path folder,
      Gson gson,
      Consumer<String> notices,
      Unwritten unwritten,
      Spare spare,
      Predicate<ConnectionRecord> valid) {
    this.folder = folder;
    this.ofSsh = folder;
    this.gson = gson;
    this.notices = notices;
    this.unwritten = unwritten;
    this.spare = spare;
    this.record =
        new RecordFile<>(
            folder.resolve("record.json"), ConnectionRecord.class, gson, notices, valid);
  }

  Optional<ConnectionRecord> read() {
    return record.read();
  }

  void write(ConnectionRecord now) throws IOException {
    record.remember(now, unwritten);
  }

  Path log() {
    return ofSsh.resolve("log");
  }

  Path config() {
    return ofSsh.resolve("ssh_config");
  }

  /** Makes the two files that ssh cannot do without. */
  void prepare(String config) throws IOException {
    ofSsh = folder;
    try {
      PrivateFolder.make(folder);
      SshFiles.make(folder, config, notices);
    } catch (IOException e) {
      unwritten.tell(e);
      ofSsh = PrivateFolder.make(spare.folder().resolve("connections/" + folder.getFileName()));
      SshFiles.make(ofSsh, config, notices);
    }
  }

  Map<String, Integer> ports() {
    Optional<Ports> ports = file("ports.json", Ports.class).read();
    return ports.isPresent() ? ports.get().picked() : Map.of();
  }

  void writePorts(Map<String, Integer> ports) {
    keep("ports.json", Ports.class, new Ports(ports));
  }

  Optional<Store.Proofs> proofs() {
    return file("proofs.json", Store.Proofs.class).read();
  }

  void prove(Store.Proofs proofs) {
    keep("proofs.json", Store.Proofs.class, proofs);
  }

  Optional<Way.Kind> way() {
    return file("way.json", LastWay.class).read().map(LastWay::kind);
  }

  void rememberWay(Way.Kind kind) {
    keep("way.json", LastWay.class, new LastWay(kind));
  }

  /** Where a command on the far side leaves word of its session. */
  Path session() throws IOException {
    keepTold();
    Path told = PrivateFolder.make(ofSsh).resolve(TOLD);
    Files.deleteIfExists(told);
    return told;
  }

  List<Session> sessions() {
    keepTold();
    return remembered();
  }

  private List<Session> remembered() {
    Optional<Sessions> sessions = file("sessions.json", Sessions.class).read();
    return sessions.isPresent() ? sessions.get().latestFirst() : List.of();
  }

  private void keepTold() {
    Path told = ofSsh.resolve(TOLD);
    if (!RegularFile.isThere(told)) {
      return;
    }
    try {
      byte[] first = RegularFile.first(told, Master.MOST_SAID);
      Optional<Session> session = Session.parse(new String(first, StandardCharsets.UTF_8));
      if (session.isPresent()) {
        remember(session.get());
        Files.deleteIfExists(told);
      }
    } catch (IOException e) {
      // It is looked at again the next time.
    }
  }

  private void remember(Session session) {
    List<Session> all = new ArrayList<>(remembered());
    all.add(0, session);
    List<Session> kept = all.subList(0, Math.min(all.size(), SESSIONS_KEPT));
    keep("sessions.json", Sessions.class, new Sessions(kept));
  }

  /** Adds to the journal. */
  void note(Instant at, String line) {
    try {
      PrivateFolder.make(folder);
      journal().add(at, List.of(line));
    } catch (IOException e) {
      unwritten.tell(e);
    }
  }

  void harvest(Instant now, boolean asked) {
    try {
      journal().harvest(now, asked);
    } catch (IOException e) {
      unwritten.tell(e);
    }
  }

  Journal journal() {
    return new Journal(folder, log(), notices);
  }

  /** What an old one says does no harm. */
  private <T> void keep(String name, Class<T> type, T value) {
    try {
      file(name, type).remember(value, unwritten);
    } catch (IOException e) {
      unwritten.tell(e);
    }
  }

  private <T> RecordFile<T> file(String name, Class<T> type) {
    return new RecordFile<>(folder.resolve(name), type, gson, notices);
  }
}
