package tunnels.openssh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the user's own ssh_config says of a host, as {@code ssh -G} prints it.
 *
 * @param forwards whether it says anything of forwards: LocalForward, RemoteForward,
 *     DynamicForward, or ClearAllForwardings, which would drop ours
 * @param jump the first host of ProxyJump
 */
record UserConfig(String hostname, int port, Optional<String> jump, boolean forwards) {

  private static final Set<String> FORWARDS =
      Set.of("localforward", "remoteforward", "dynamicforward");

  /** Reads the output of {@code ssh -G}: a keyword in lower case and its value on each line. */
  static UserConfig parse(String output) {
    String hostname = "";
    int port = 22;
    Optional<String> jump = Optional.empty();
    boolean forwards = false;
    for (String line : output.lines().toList()) {
      String[] words = line.strip().split("\\s+", 2);
      String value = words.length == 2 ? words[1] : "";
      switch (words[0]) {
        case "hostname" -> hostname = value.toLowerCase(Locale.ROOT);
        case "port" -> port = Integer.parseInt(value);
        case "proxyjump" -> jump = firstHop(value);
        case "clearallforwardings" -> forwards |= value.equals("yes");
        default -> forwards |= FORWARDS.contains(words[0]);
      }
    }
    return new UserConfig(hostname, port, jump, forwards);
  }

  /** The servers that see an unauthenticated connection of ours while this one starts. */
  Set<String> doors() {
    Set<String> doors = new LinkedHashSet<>();
    jump.ifPresent(doors::add);
    doors.add(hostname + ":" + port);
    return doors;
  }

  private static Optional<String> firstHop(String value) {
    String first = List.of(value.split(",", 2)).get(0);
    return first.isEmpty() || first.equals("none") ? Optional.empty() : Optional.of(first);
  }
}
