package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tunnels.files.FolderListing;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.RollCall;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Store;

/**
 * Files in our folder that nothing needs any more: dead sockets, half-written and damaged files,
 * and what is remembered of tunnels that are gone. What answers is never among them.
 */
public final class Leftovers {

  private static final Duration MAKING = Duration.ofMinutes(1);

  private final Path root;
  private final Set<String> tunnels;
  private final Set<String> connections;
  private final Predicate<Path> inUse;

  /** With a launch that is remembered, a connection is not gone, nor is the launch's socket. */
  static Leftovers of(Path root, Store store, Set<String> tunnels, Set<String> connections)
      throws IOException {
    Set<Path> sockets = new HashSet<>();
    Set<String> needed = new HashSet<>(connections);
    for (String connection : store.connections()) {
      Optional<LaunchRecord> launch = store.read(connection).launch();
      launch.ifPresent(running -> sockets.add(running.socket()));
      launch.ifPresent(running -> needed.add(connection));
    }
    return new Leftovers(root, tunnels, needed, sockets::contains);
  }

  /**
   * @param tunnels those that are not gone
   * @param connections those that are not gone
   * @param inUse whether a control socket is that of a recorded master
   */
  Leftovers(Path root, Set<String> tunnels, Set<String> connections, Predicate<Path> inUse) {
    this.root = root;
    this.tunnels = Set.copyOf(tunnels);
    this.connections = Set.copyOf(connections);
    this.inUse = inUse;
  }

  /**
   * The files and folders.
   *
   * @param now what is this young may be in the making by another command
   */
  public List<Path> find(Instant now) throws IOException {
    Predicate<Path> scrap = file -> isScrap(file) && !isInTheMaking(file, now);
    List<Path> found = new ArrayList<>();
    found.addAll(dead(matching("s", socket -> !inUse.test(socket) && !isInTheMaking(socket, now))));
    found.addAll(matching("connections", folder -> !connections.contains(name(folder))));
    found.addAll(matching("wanted", file -> gone(file, "\\.(up|down|hold)") || scrap.test(file)));
    found.addAll(matching("events", file -> gone(file, "\\.jsonl(\\.1)?")));
    found.addAll(matching("said", file -> gone(file, "\\.(toml|job)")));
    for (String connection : connections) {
      found.addAll(matching("connections/" + connection, scrap));
    }
    return found;
  }

  /** Whether anything is among them that is remembered of a tunnel that is gone. */
  public boolean anyIsGone(Instant now) throws IOException {
    for (Path file : find(now)) {
      Path folder = file.getParent();
      if (folder != null && !folder.endsWith("s") && !isScrap(file)) {
        return true;
      }
    }
    return false;
  }

  /** Removes one of them, with all that is in it. */
  public static void remove(Path leftover) throws IOException {
    if (Files.notExists(leftover, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> below = Files.walk(leftover)) {
      files = below.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** Files that are renamed into place, and sockets that ssh links there or that live shortly. */
  private static boolean isInTheMaking(Path file, Instant now) {
    try {
      boolean passing = name(file).startsWith(Beside.PREFIX) || name(file).matches("[^.]+\\.\\w+");
      Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      return passing && !name(file).endsWith(OddFile.ENDING) && near(written, now);
    } catch (IOException e) {
      return true; // it is in place by now
    }
  }

  /** What is dated ahead was not written just now: the clock has been set back since. */
  private static boolean near(Instant written, Instant now) {
    return Duration.between(written, now).abs().compareTo(MAKING) < 0;
  }

  /** Asked side by side: a silent one takes seconds. */
  private static List<Path> dead(List<Path> sockets) {
    Map<Path, ControlSocket.Look> looks = RollCall.of(sockets);
    List<Path> dead = new ArrayList<>();
    for (Path socket : sockets) {
      ControlSocket.Look look = looks.get(socket);
      if (look != null && look.state() == ControlSocket.State.STALE) {
        dead.add(socket);
      }
    }
    return dead;
  }

  private boolean gone(Path file, String ending) {
    String name = name(file);
    String tunnel = name.replaceFirst(ending + "$", "");
    return !tunnel.equals(name) && !tunnels.contains(tunnel);
  }

  /** Set aside, or left half-written by a command that was killed. */
  private static boolean isScrap(Path file) {
    return name(file).endsWith(OddFile.ENDING) || name(file).startsWith(Beside.PREFIX);
  }

  private List<Path> matching(String folder, Predicate<Path> wanted) throws IOException {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    return FolderListing.of(path).stream().filter(wanted).sorted().toList();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
