package tunnels.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A tunnel that is wanted in every round.
 *
 * @param connection of which it is a part
 * @param host as its profile names the server
 * @param forwards lines of its profile
 * @param ways which must all carry
 */
record Tunnel(
    String name, String connection, String host, Far far, List<String> forwards, List<Way> ways) {

  Tunnel {
    forwards = List.copyOf(forwards);
    ways = List.copyOf(ways);
  }

  /** The profile's file with further lines after its forwards. */
  String[] profile(String... more) {
    List<String> lines = new ArrayList<>();
    lines.add("host = \"" + host + "\"");
    for (String forward : forwards) {
      lines.add("[[forward]]");
      lines.add(forward);
    }
    lines.addAll(List.of(more));
    if (!connection.equals(name)) {
      lines.addAll(List.of("[ssh]", "connection = \"" + connection + "\""));
    }
    return lines.toArray(String[]::new);
  }

  @Override
  public String toString() {
    return name;
  }
}
