package tunnels.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Fingerprint;
import tunnels.openssh.RollCall;

/**
 * The folder of control sockets. A socket's name bears the mark of its connection, so that a master
 * is found even where the record of its launch was lost.
 */
final class ControlSockets {

  private static final Pattern RANDOM = Pattern.compile("-[0-9a-f]{4}");
  private static final int MARK = 8;

  /** Those of the connections that have sockets. */
  private record Marks(Set<String> all) implements Predicate<String> {
    @Override
    public boolean test(String connection) {
      return !all.isEmpty() && all.contains(mark(connection));
    }
  }

  private final Path folder;

  ControlSockets(Path folder) {
    this.folder = folder;
  }

  /** A path at which there is nothing yet. */
  Path fresh(String connection) throws IOException {
    PrivateFolder.make(folder);
    while (true) {
      Path socket = path(connection);
      if (!Files.exists(socket)) {
        return socket;
      }
    }
  }

  Path path(String connection) {
    String random = HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    return folder.resolve(mark(connection) + "-" + random);
  }

  /** That of a process that runs, whether it answers or not. */
  Optional<Path> found(String connection) throws IOException {
    return Optional.ofNullable(found(Set.of(connection)).get(connection));
  }

  /** The same of each of these; silent ones are waited for side by side. */
  Map<String, Path> found(Set<String> connections) throws IOException {
    Map<Path, String> owners = new LinkedHashMap<>();
    for (String connection : connections) {
      for (Path socket : all(connection)) {
        owners.put(socket, connection);
      }
    }
    Map<Path, ControlSocket.Look> looks = RollCall.of(owners.keySet());
    Map<String, Path> found = new HashMap<>();
    owners.forEach(
        (socket, connection) -> {
          if (runs(looks.get(socket))) {
            found.putIfAbsent(connection, socket);
          }
        });
    return found;
  }

  /** Those of these connections that have any. */
  Set<String> of(Set<String> connections) throws IOException {
    Predicate<String> there = there();
    Set<String> those = new HashSet<>();
    for (String connection : connections) {
      if (there.test(connection)) {
        those.add(connection);
      }
    }
    return those;
  }

  /** Tells which connections have any, as of now. */
  Predicate<String> there() throws IOException {
    Set<String> marks = new HashSet<>();
    for (Path socket : PrivateFolder.files(folder)) {
      if (name(socket).length() > MARK) {
        marks.add(name(socket).substring(0, MARK));
      }
    }
    return new Marks(marks);
  }

  /** Removes those of processes that are dead. */
  void sweep(String connection) throws IOException {
    for (Path socket : all(connection)) {
      new ControlSocket(socket).remove();
    }
  }

  /** Whether a path can be that of a socket of the connection. */
  boolean isOf(String connection, Path socket) {
    try {
      Path parent = socket.toAbsolutePath().getParent();
      return isOf(mark(connection), name(socket))
          && parent != null
          && Files.isSameFile(parent, folder);
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> all(String connection) throws IOException {
    String mark = mark(connection);
    List<Path> all = new ArrayList<>();
    for (Path socket : PrivateFolder.files(folder)) {
      if (isOf(mark, name(socket))) {
        all.add(socket);
      }
    }
    return all;
  }

  private static String name(Path socket) {
    return String.valueOf(socket.getFileName());
  }

  private static boolean isOf(String mark, String name) {
    return name.startsWith(mark) && RANDOM.matcher(name.substring(MARK)).matches();
  }

  private static boolean runs(ControlSocket.@Nullable Look look) {
    ControlSocket.State state = look == null ? ControlSocket.State.ABSENT : look.state();
    return state == ControlSocket.State.LIVE || state == ControlSocket.State.SILENT;
  }

  /** A short name for a long one, the same in every run. */
  private static String mark(String connection) {
    return Fingerprint.of(List.of(connection)).substring(0, MARK);
  }
}
