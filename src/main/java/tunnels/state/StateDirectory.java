package tunnels.state;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tunnels.openssh.Fingerprint;
import tunnels.openssh.Session;
import tunnels.supervise.Change;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.Following;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Store;
import tunnels.supervise.Wanted;
import tunnels.supervise.Way;

/**
 * The state of this machine, in files: below one folder per machine, since a home directory may be
 * shared by several.
 *
 * <pre>
 * lock
 * connections/NAME/{record.json,ports.json,sessions.json,log,journal,ssh_config}
 * wanted/TUNNEL.{up,down,hold}   events/TUNNEL.jsonl   said/FILE   jobs/TUNNEL.json   jobs/NONCE/FILE
 * s/HASH-RANDOM (control sockets)   keepalive (its time: that of the last pass)
 * </pre>
 */
public final class StateDirectory implements Store, AutoCloseable {

  /** What {@code sessions.json} holds. */
  record Sessions(List<Session> latestFirst) {}

  /** What {@code way.json} holds. */
  record LastWay(Way.Kind kind) {}

  /** What {@code ports.json} holds. */
  record Ports(Map<String, Integer> picked) {}

  private static final int SESSIONS_KEPT = 4;
  private static final String KEEPALIVE = "keepalive";

  private final Path root;
  private final Gson gson = Json.gson();
  private final FileLocks locks;
  private final Doors doors;
  private final WantedFiles wanted;
  private final ControlSockets sockets;
  private final Histories histories;
  private final Consumer<String> notices;

  private StateDirectory(Path root, Consumer<String> notices) throws IOException {
    this.root = root;
    this.locks = new FileLocks(root.resolve("lock"));
    this.notices = notices;
    this.doors = new Doors(locks);
    this.wanted = new WantedFiles(root.resolve("wanted"), name -> locks.taken(holding(name)));
    this.sockets = new ControlSockets(root.resolve("s"));
    this.histories = new Histories(root.resolve("events"), gson);
  }

  /**
   * @param state the folder of all machines
   * @param machine this one's name in it
   * @param notices is told of files that were set aside
   */
  public static StateDirectory open(Path state, String machine, Consumer<String> notices)
      throws IOException {
    Path all = PrivateFolder.make(state.toAbsolutePath().normalize());
    Path root = PrivateFolder.make(all.resolve(machine));
    return new StateDirectory(root, notices);
  }

  @Override
  public Optional<Hold> lock(String connection, Duration patience) throws IOException {
    return locks.take("connection " + connection, patience);
  }

  @Override
  public boolean busy(String connection) throws IOException {
    return locks.taken("connection " + connection);
  }

  @Override
  public Hold knock(Set<String> servers) throws IOException {
    return doors.knock(new TreeSet<>(servers));
  }

  @Override
  public ConnectionRecord read(String connection) throws IOException {
    ConnectionRecord record =
        record(folder(connection)).read().orElse(ConnectionRecord.blank(connection));
    return record.launch().isPresent()
        ? record
        : record.withLaunch(
            sockets.found(connection).map(socket -> LaunchRecord.found(socket, Instant.EPOCH)));
  }

  @Override
  public void write(ConnectionRecord connection) throws IOException {
    record(made(connection.name())).write(connection);
  }

  @Override
  public Map<String, Integer> ports(String connection) throws IOException {
    return portsFile(folder(connection)).read().map(Ports::picked).orElse(Map.of());
  }

  @Override
  public void writePorts(String connection, Map<String, Integer> ports) throws IOException {
    if (!ports.isEmpty()) {
      portsFile(made(connection)).write(new Ports(ports));
    }
  }

  @Override
  public void prove(String connection, Proofs proofs) throws IOException {
    proofsFile(made(connection)).write(proofs);
  }

  @Override
  public Optional<Proofs> proofs(String connection) throws IOException {
    return proofsFile(folder(connection)).read();
  }

  @Override
  public List<String> connections() throws IOException {
    Path folder = root.resolve("connections");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /**
   * Those of these connections that have a control socket, whether anything is remembered or not.
   */
  public Set<String> withSocket(Set<String> connections) throws IOException {
    return sockets.of(connections);
  }

  @Override
  public Map<String, Wanted> wanted() throws IOException {
    return wanted.read();
  }

  @Override
  public Optional<Wanted> wanted(String tunnel) throws IOException {
    return wanted.read(tunnel);
  }

  @Override
  public void want(Set<String> tunnels, Wanted word) throws IOException {
    PrivateFolder.make(root.resolve("wanted"));
    wanted.write(tunnels, word);
  }

  @Override
  public Optional<Hold> hold(String tunnel) throws IOException {
    Optional<Hold> place = locks.tryTake(holding(tunnel));
    if (place.isPresent()) {
      PrivateFolder.make(root.resolve("wanted"));
      wanted.hold(tunnel);
    }
    return place.map(lock -> () -> release(tunnel, lock));
  }

  @Override
  public Map<String, Following> followings() throws IOException {
    return new JobFiles(root.resolve("jobs"), gson, notices).read();
  }

  @Override
  public void writeFollowing(String tunnel, Following following) throws IOException {
    new JobFiles(root.resolve("jobs"), gson, notices).write(tunnel, following);
  }

  @Override
  public void forgetFollowing(String tunnel) throws IOException {
    new JobFiles(root.resolve("jobs"), gson, notices).remove(tunnel);
  }

  @Override
  public Optional<Way.Kind> way(String connection) throws IOException {
    return wayFile(folder(connection)).read().map(LastWay::kind);
  }

  @Override
  public void rememberWay(String connection, Way.Kind kind) throws IOException {
    wayFile(made(connection)).write(new LastWay(kind));
  }

  @Override
  public void remember(String connection, Session session) throws IOException {
    List<Session> all =
        Stream.concat(Stream.of(session), sessions(connection).stream())
            .limit(SESSIONS_KEPT)
            .toList();
    sessionsFile(made(connection)).write(new Sessions(all));
  }

  @Override
  public List<Session> sessions(String connection) throws IOException {
    return sessionsFile(folder(connection)).read().map(Sessions::latestFirst).orElse(List.of());
  }

  @Override
  public void append(Change change) throws IOException {
    histories.append(change);
  }

  /** A tunnel's changes of phase, the earliest first. */
  public List<Change> history(String tunnel) throws IOException {
    return histories.read(tunnel);
  }

  @Override
  public void note(String connection, Instant at, String line) throws IOException {
    var unused = made(connection);
    journal(connection).add(at, List.of(line));
  }

  @Override
  public void harvest(String connection, Instant now, boolean asked) throws IOException {
    journal(connection).harvest(now, asked);
  }

  @Override
  public Excerpt journal(String connection, long position, int most) throws IOException {
    return journal(connection).excerpt(position, most);
  }

  @Override
  public boolean isNews(String topic, String text) throws IOException {
    Path folder = root.resolve("said");
    Path file = folder.resolve(topic);
    if (text.isEmpty()) {
      Files.deleteIfExists(file);
      return false;
    }
    PrivateFolder.make(folder);
    String said = Fingerprint.of(List.of(text));
    boolean news = !Text.of(file).equals(said);
    if (news) {
      Files.writeString(file, said);
    }
    return news;
  }

  /** Eight hexadecimal digits that no other state directory has, of this machine or another. */
  public String owner() {
    return Fingerprint.of(List.of(root.toString())).substring(0, 8);
  }

  /** Where what one job needs on this side is kept. */
  public Path jobFolder(String nonce) throws IOException {
    PrivateFolder.make(root.resolve("jobs"));
    return PrivateFolder.make(root.resolve("jobs").resolve(nonce));
  }

  /** The place of the one supervisor. */
  public Supervision supervision() {
    return new Supervision(root, locks, gson, notices);
  }

  /** Notes that keepalive has made its pass. */
  public void noteKeepalive(Instant now) throws IOException {
    Path mark = root.resolve(KEEPALIVE);
    if (Files.notExists(mark)) {
      Files.writeString(mark, "");
    }
    Files.setLastModifiedTime(mark, FileTime.from(now));
  }

  /** When keepalive made its last pass. */
  public Optional<Instant> lastKeepalive() throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(root.resolve(KEEPALIVE)).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The folders in which a change is news: what was asked for. */
  public Path wantedFolder() throws IOException {
    return PrivateFolder.make(root.resolve("wanted"));
  }

  /** The folders in which something changes when a tunnel does. */
  public List<Path> told() throws IOException {
    return List.of(wantedFolder(), PrivateFolder.make(root.resolve("events")));
  }

  /** What can go, if only these tunnels and connections are not gone. */
  public Leftovers leftovers(Set<String> tunnels, Set<String> connections) throws IOException {
    Set<Path> sockets = new HashSet<>();
    Set<String> needed = new HashSet<>(connections);
    for (String connection : connections()) {
      Optional<LaunchRecord> launch = read(connection).launch();
      launch.ifPresent(running -> sockets.add(running.socket()));
      launch.ifPresent(running -> needed.add(connection));
    }
    return new Leftovers(root, tunnels, needed, sockets::contains);
  }

  @Override
  public void close() throws IOException {
    locks.close();
  }

  @Override
  public Path log(String connection) throws IOException {
    return made(connection).resolve("log");
  }

  @Override
  public Path config(String connection) throws IOException {
    return made(connection).resolve("ssh_config");
  }

  @Override
  public Path freshSocket(String connection) throws IOException {
    return sockets.fresh(connection);
  }

  private static String holding(String tunnel) {
    return "hold " + tunnel;
  }

  private void release(String tunnel, Hold lock) {
    try {
      wanted.release(tunnel);
    } catch (IOException e) {
      notices.accept("tunnels: " + e); // without the lock the file says nothing
    }
    lock.close();
  }

  @Override
  public void sweep(String connection) throws IOException {
    sockets.sweep(connection);
  }

  private RecordFile<ConnectionRecord> record(Path folder) {
    return new RecordFile<>(
        folder.resolve("record.json"),
        ConnectionRecord.class,
        gson,
        notices,
        record -> isOf(folder, record));
  }

  /** What is at a record's socket is ended and removed: it must be one of ours. */
  private boolean isOf(Path folder, ConnectionRecord record) {
    return record.name().equals(String.valueOf(folder.getFileName()))
        && record.launch().map(l -> sockets.isOf(record.name(), l.socket())).orElse(true);
  }

  private RecordFile<Sessions> sessionsFile(Path folder) {
    return new RecordFile<>(folder.resolve("sessions.json"), Sessions.class, gson, notices);
  }

  private RecordFile<Proofs> proofsFile(Path folder) {
    return new RecordFile<>(folder.resolve("proofs.json"), Proofs.class, gson, notices);
  }

  private RecordFile<LastWay> wayFile(Path folder) {
    return new RecordFile<>(folder.resolve("way.json"), LastWay.class, gson, notices);
  }

  private RecordFile<Ports> portsFile(Path folder) {
    return new RecordFile<>(folder.resolve("ports.json"), Ports.class, gson, notices);
  }

  private Journal journal(String connection) {
    return new Journal(folder(connection), folder(connection).resolve("log"));
  }

  private Path folder(String connection) {
    return root.resolve("connections").resolve(connection);
  }

  private Path made(String connection) throws IOException {
    return PrivateFolder.make(folder(connection));
  }
}
