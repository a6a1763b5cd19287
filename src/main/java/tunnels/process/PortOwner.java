package tunnels.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.files.FolderListing;
import tunnels.files.RegularFile;

/**
 * Which process listens on a TCP port of this machine, as far as the system tells: proc(5) shows
 * the sockets of everybody, and whose they are for processes of our own user.
 */
public record PortOwner(long pid, List<String> command) {

  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int LONGEST = 16 * 1024 * 1024;

  /** The process, if it is one of ours; empty also where there is no proc(5). */
  public static Optional<PortOwner> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      lines(Path.of("/proc/net", table)).forEach(line -> inode(line, port).ifPresent(sockets::add));
    }
    return sockets.isEmpty() ? Optional.empty() : holder(sockets);
  }

  /** {@code pid 4711 (python3)}. */
  @Override
  public String toString() {
    String program = command.isEmpty() ? "?" : command.get(0);
    return "pid " + pid + " (" + program.substring(program.lastIndexOf('/') + 1) + ")";
  }

  /** The name that /proc/PID/fd has for the socket of a line of the table. */
  private static Optional<String> inode(String line, int port) {
    String[] fields = line.strip().split("\\s+");
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    boolean listens =
        fields.length > INODE
            && fields[STATE].equals(LISTEN)
            && fields[LOCAL_ADDRESS].endsWith(suffix);
    return listens ? Optional.of("socket:[" + fields[INODE] + "]") : Optional.empty();
  }

  private static Optional<PortOwner> holder(Set<String> sockets) {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> holds(pid, sockets))
        .mapToObj(pid -> new PortOwner(pid, command(pid)))
        .findFirst();
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try {
      return FolderListing.of(Path.of("/proc/" + pid + "/fd")).stream()
          .anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private static List<String> command(long pid) {
    return lines(Path.of("/proc/" + pid + "/cmdline")).stream()
        .flatMap(line -> Stream.of(line.split("\0")))
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return new String(RegularFile.first(file, LONGEST), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
