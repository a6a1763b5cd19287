package tunnels.fault;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tunnels.fixture.ProcessTable;

/** What holds whenever nothing is wrong any more. */
final class Invariants {

  private final World world;

  Invariants(World world) {
    this.world = world;
  }

  /** Everything that is not as it should be, now. */
  List<String> violations() throws IOException {
    List<String> wrong = new ArrayList<>();
    if (!world.supervised.lives()) {
      wrong.add("the supervisor is gone");
    }
    Map<String, JsonObject> status = world.status();
    phases(status, wrong);
    if (wrong.isEmpty()) {
      owners(status, wrong);
    }
    if (wrong.isEmpty()) {
      ways(wrong);
    }
    return wrong;
  }

  private void phases(Map<String, JsonObject> status, List<String> wrong) {
    for (Tunnel tunnel : world.tunnels) {
      JsonObject told = status.get(tunnel.name());
      String phase = told == null ? "not in status" : told.get("phase").getAsString();
      if (!phase.equals("up")) {
        wrong.add(tunnel + " is " + phase + ": " + told);
      }
    }
  }

  private void ways(List<String> wrong) {
    for (Tunnel tunnel : world.tunnels) {
      for (Way way : tunnel.ways()) {
        if (!way.carries()) {
          wrong.add(tunnel + " carries nothing from " + way);
        }
      }
    }
  }

  /** Every process, socket and lock has an owner. */
  private void owners(Map<String, JsonObject> status, List<String> wrong) throws IOException {
    Set<Long> masters = new TreeSet<>();
    Set<Path> sockets = new HashSet<>();
    Set<String> connections = new HashSet<>();
    for (Tunnel tunnel : world.tunnels) {
      JsonObject told = status.get(tunnel.name());
      JsonElement pid = told.get("pid");
      masters.add(pid.isJsonNull() ? 0 : pid.getAsLong());
      sockets.add(Path.of(told.get("control_socket").getAsString()));
      connections.add(tunnel.connection());
    }
    differ("connections and their masters", connections.size(), masters.size(), wrong);
    List<ProcessTable.Row> processes = ProcessTable.naming(world.bench.state() + "/");
    processes.stream()
        .filter(row -> !masters.contains(row.pid()))
        .forEach(row -> wrong.add("nobody's process: " + row));
    world.bench.sockets().stream()
        .filter(socket -> !sockets.contains(socket))
        .forEach(socket -> wrong.add("nobody's socket: " + socket));
    locks().stream()
        .filter(owner -> owner != world.supervised.pid())
        .forEach(owner -> wrong.add("a lock of process " + owner));
  }

  private static void differ(String what, long expected, long found, List<String> wrong) {
    if (expected != found) {
      wrong.add(what + ": " + expected + " and " + found);
    }
  }

  /** Who holds a lock of ours, as the kernel tells: proc(5). */
  private List<Long> locks() throws IOException {
    Path table = Path.of("/proc/locks");
    if (!Files.exists(table)) {
      return List.of();
    }
    Path file = world.bench.machine().resolve("lock");
    long device = (Long) Files.getAttribute(file, "unix:dev");
    String place =
        " %02x:%02x:%d "
            .formatted(
                (device >> 8) & 0xfff,
                (device & 0xff) | ((device >> 12) & 0xfff00),
                (Long) Files.getAttribute(file, "unix:ino"));
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .filter(line -> line.contains(place) && !line.contains("->"))
          .map(line -> Long.parseLong(line.split("\\s+")[4]))
          .distinct()
          .toList();
    }
  }
}
