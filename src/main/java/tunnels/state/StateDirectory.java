package tunnels.state;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tunnels.files.FileFailure;
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
 * connections/NAME/{record.json,ports.json,sessions.json,session,log,journal,ssh_config}
 * wanted/TUNNEL.{up,down,hold}   events/TUNNEL.jsonl   said/FILE   jobs/TUNNEL.json   jobs/NONCE/FILE
 * s/HASH-RANDOM (control sockets)   keepalive (its time: that of the last pass)
 * </pre>
 */
public final class StateDirectory implements Store, AutoCloseable {

  /** What is at a record's socket is ended and removed: it must be one of ours. */
  private record OfPlace(String connection, ControlSockets sockets)
      implements Predicate<ConnectionRecord> {
    @Override
    public boolean test(ConnectionRecord record) {
      return record.name().equals(connection)
          && (record.launch().isEmpty()
              || sockets.isOf(connection, record.launch().get().socket()));
    }
  }

  private final Path root;
  private final Gson gson = Json.gson();
  private final FileLocks locks;
  private final Doors doors;
  private final Map<String, ConnectionFolder> folders = new ConcurrentHashMap<>();
  private final WantedFiles wanted;
  private final JobFiles jobs;
  private final ControlSockets sockets;
  private final Histories histories;
  private final Consumer<String> notices;
  private final Unwritten unwritten;
  private final Spare spare = new Spare();

  private StateDirectory(Path root, FileLocks locks, Consumer<String> notices) {
    this.root = root;
    this.locks = locks;
    this.notices = notices;
    this.unwritten = new Unwritten(root, notices);
    this.doors = new Doors(locks);
    this.wanted = new WantedFiles(root.resolve("wanted"), locks, notices);
    this.jobs = new JobFiles(root.resolve("jobs"), gson, notices);
    this.sockets = new ControlSockets(root.resolve("s"));
    this.histories = new Histories(root.resolve("events"), gson, notices);
  }

  /**
   * @param state the folder of all machines
   * @param machine this one's name in it
   * @param notices is told of files that were set aside
   * @throws IOException where it is not ours alone; one that cannot be written can still be read
   */
  public static StateDirectory open(Path state, String machine, Consumer<String> notices)
      throws IOException {
    Path all = state.toAbsolutePath().normalize();
    Path root = all.resolve(machine);
    return new StateDirectory(root, locks(all, root, notices), notices);
  }

  private static FileLocks locks(Path all, Path root, Consumer<String> notices) throws IOException {
    try {
      PrivateFolder.ofOurOwn(all);
      PrivateFolder.make(root);
      return FileLocks.open(root.resolve("lock"), notices);
    } catch (FileSystemException e) {
      return FileLocks.none(root.resolve("lock"), e);
    } catch (IOException e) {
      throw new IOException(FileFailure.words(e) + ": " + Unwritten.REMEDY, e);
    }
  }

  /** Why nothing can be started with it, or would not be remembered; in words, if so. */
  public Optional<String> fault() {
    Optional<String> failure = locks.failure().map(IOException::getMessage);
    return failure.isPresent()
        ? failure
        : Beside.trial(root).map(why -> Unwritten.words(root, why));
  }

  /** The same as far as it can be told without writing anything. */
  public Optional<String> visibleFault() {
    Optional<String> failure = locks.failure().map(IOException::getMessage);
    return failure.isEmpty() && SshFiles.isFull(root)
        ? Optional.of(Unwritten.words(root, SshFiles.full(root)))
        : failure;
  }

  @Override
  public boolean takesLocks() {
    return locks.failure().isEmpty();
  }

  /**
   * @throws IOException where no lock can be taken, so that nothing that needs one is begun
   */
  public void insistOnLocks() throws IOException {
    if (!takesLocks()) {
      throw locks.failure().get();
    }
  }

  /** Tells once what cannot be written. */
  public Unwritten unwritten() {
    return unwritten;
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
  public Hold knock(Set<String> servers, int places) throws IOException {
    return doors.knock(servers, places);
  }

  @Override
  public ConnectionRecord read(String connection) throws IOException {
    return withSocket(remembered(connection));
  }

  @Override
  public Map<String, ConnectionRecord> readAll(Set<String> connections) throws IOException {
    if (connections.isEmpty()) {
      return Map.of();
    }
    Set<String> known = new HashSet<>(connections());
    known.addAll(folders.keySet()); // on a full disk there is no folder, perhaps
    Predicate<String> haveSocket = sockets.there();
    Map<String, ConnectionRecord> all = new HashMap<>();
    for (String name : connections) {
      ConnectionRecord record =
          known.contains(name) ? remembered(name) : ConnectionRecord.blank(name);
      all.put(name, record);
    }
    all.putAll(withSockets(all.values(), haveSocket));
    return all;
  }

  private ConnectionRecord remembered(String connection) throws IOException {
    return folder(connection).read().orElse(ConnectionRecord.blank(connection));
  }

  private Map<String, ConnectionRecord> withSockets(
      Collection<ConnectionRecord> records, Predicate<String> haveSocket) throws IOException {
    Set<String> lost = new HashSet<>();
    for (ConnectionRecord record : records) {
      if (record.launch().isEmpty() && haveSocket.test(record.name())) {
        lost.add(record.name());
      }
    }
    Map<String, ConnectionRecord> found = new HashMap<>();
    for (Map.Entry<String, Path> each :
        (lost.isEmpty() ? Map.<String, Path>of() : sockets.found(lost)).entrySet()) {
      LaunchRecord launch = LaunchRecord.found(each.getValue(), Instant.EPOCH);
      found.put(each.getKey(), remembered(each.getKey()).withLaunch(Optional.of(launch)));
    }
    return found;
  }

  private ConnectionRecord withSocket(ConnectionRecord record) throws IOException {
    if (record.launch().isPresent()) {
      return record;
    }
    return record.withLaunch(found(record.name()));
  }

  @Override
  public void write(ConnectionRecord connection) throws IOException {
    folder(connection.name()).write(connection);
  }

  @Override
  public Map<String, Integer> ports(String connection) {
    return folder(connection).ports();
  }

  @Override
  public void writePorts(String connection, Map<String, Integer> ports) throws IOException {
    if (!ports.isEmpty()) {
      folder(connection).writePorts(ports);
    }
  }

  @Override
  public void prove(String connection, Proofs proofs) throws IOException {
    folder(connection).prove(proofs);
  }

  @Override
  public Optional<Proofs> proofs(String connection) {
    return folder(connection).proofs();
  }

  @Override
  public List<String> connections() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : PrivateFolder.files(root.resolve("connections"))) {
      String name = String.valueOf(file.getFileName());
      if (Way.isConnection(name) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        names.add(name);
      }
    }
    Collections.sort(names);
    return names;
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
    insistOnLocks();
    wanted.write(tunnels, word);
  }

  @Override
  public Optional<Hold> reserve(String tunnel) throws IOException {
    return wanted.reserve(tunnel);
  }

  @Override
  public Optional<Holder> holder(String tunnel) throws IOException {
    return wanted.holder(tunnel);
  }

  @Override
  public Optional<Hold> hold(String tunnel) throws IOException {
    return wanted.hold(tunnel);
  }

  @Override
  public Map<String, Following> followings() throws IOException {
    return jobs.read();
  }

  @Override
  public void writeFollowing(String tunnel, Following following) throws IOException {
    jobs.write(tunnel, following);
  }

  @Override
  public void forgetFollowing(String tunnel) throws IOException {
    jobs.remove(tunnel);
  }

  @Override
  public Optional<Way.Kind> way(String connection) {
    return folder(connection).way();
  }

  @Override
  public void rememberWay(String connection, Way.Kind kind) throws IOException {
    folder(connection).rememberWay(kind);
  }

  @Override
  public Path session(String connection) throws IOException {
    return folder(connection).session();
  }

  @Override
  public List<Session> sessions(String connection) {
    return folder(connection).sessions();
  }

  @Override
  public void append(Change change) {
    try {
      histories.append(change);
    } catch (IOException e) {
      unwritten.tell(e);
    }
  }

  /** A tunnel's changes of phase, the earliest first. */
  public List<Change> history(String tunnel) throws IOException {
    return histories.read(tunnel);
  }

  @Override
  public void note(String connection, Instant at, String line) {
    folder(connection).note(at, line);
  }

  @Override
  public void harvest(String connection, Instant now, boolean asked) {
    folder(connection).harvest(now, asked);
  }

  @Override
  public Excerpt journal(String connection, long position, int most) throws IOException {
    return folder(connection).journal().excerpt(position, most);
  }

  /** Whether anything that is known here tries a tunnel again that has failed. */
  public boolean isKept(String tunnel, Instant now) throws IOException {
    return supervision().isKept(now) || wanted.isHeld(tunnel);
  }

  /** What was told already. */
  public Said said() {
    return new Said(root.resolve("said"), unwritten, notices);
  }

  /** Eight hexadecimal digits that no other state directory has, of this machine or another. */
  public String owner() {
    return Fingerprint.of(List.of(root.toString())).substring(0, 8);
  }

  /** Where what one job needs on this side is kept. */
  public Path jobFolder(String nonce) throws IOException {
    return jobs.folder(nonce);
  }

  /** Who keeps the tunnels up. */
  public Supervision supervision() {
    return new Supervision(root, locks, gson, unwritten, notices);
  }

  /** The folders in which a change is news: what was asked for. */
  public Path wantedFolder() {
    return made("wanted");
  }

  /** The folders in which something changes when a tunnel does. */
  public List<Path> told() {
    return List.of(wantedFolder(), made("events"));
  }

  private Path made(String name) {
    Path folder = root.resolve(name);
    try {
      return PrivateFolder.make(folder);
    } catch (IOException e) {
      return folder; // to be read, if it is there
    }
  }

  /** What can go, if only these tunnels and connections are not gone. */
  public Leftovers leftovers(Set<String> tunnels, Set<String> connections) throws IOException {
    return Leftovers.of(root, this, tunnels, connections);
  }

  @Override
  public void close() throws IOException {
    spare.close();
    locks.close();
  }

  @Override
  public Path log(String connection) {
    return folder(connection).log();
  }

  @Override
  public Path config(String connection) {
    return folder(connection).config();
  }

  @Override
  public void prepare(String connection, String config) throws IOException {
    folder(connection).prepare(config);
  }

  @Override
  public Optional<LaunchRecord> found(String connection) throws IOException {
    return sockets.found(connection).map(socket -> LaunchRecord.found(socket, Instant.EPOCH));
  }

  /** A path that a control socket could have, whether one can be made or not. */
  public Path socketPath(String connection) {
    var unused = made("s");
    return sockets.path(connection);
  }

  @Override
  public Path freshSocket(String connection) throws IOException {
    return sockets.fresh(connection);
  }

  @Override
  public void sweep(String connection) throws IOException {
    sockets.sweep(connection);
  }

  private ConnectionFolder folder(String connection) {
    ConnectionFolder known = folders.get(connection);
    if (known != null) {
      return known;
    }
    Path folder = root.resolve("connections").resolve(connection);
    ConnectionFolder made =
        new ConnectionFolder(
            folder, gson, notices, unwritten, spare, new OfPlace(connection, sockets));
    ConnectionFolder first = folders.putIfAbsent(connection, made);
    return first == null ? made : first;
  }
}
