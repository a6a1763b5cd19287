package tunnels.convert;

import java.util.Map;
import java.util.Optional;

/** Options of ssh(1) that have no place in a profile, each with the reason. */
final class FlagNotes {

  private static final String SESSION = "a tunnel has no session";
  private static final String LOG = "tunnels reads what ssh says: see `tunnels logs`";
  private static final String SOCKET = "tunnels keeps the control socket itself";

  private static final Map<Character, String> DROPPED =
      Map.ofEntries(
          Map.entry('1', "there is protocol 2 only"),
          Map.entry('2', "there is protocol 2 only"),
          Map.entry('f', "tunnels puts ssh into the background itself"),
          Map.entry('n', SESSION),
          Map.entry('N', "every tunnel is without a session"),
          Map.entry('t', SESSION),
          Map.entry('T', SESSION),
          Map.entry('e', SESSION),
          Map.entry('A', SESSION + " that could use the agent"),
          Map.entry('a', SESSION + " that could use the agent"),
          Map.entry('X', SESSION + " that could use X11"),
          Map.entry('x', SESSION + " that could use X11"),
          Map.entry('Y', SESSION + " that could use X11"),
          Map.entry('q', LOG),
          Map.entry('v', LOG),
          Map.entry('y', LOG),
          Map.entry('E', LOG),
          Map.entry('M', SOCKET),
          Map.entry('S', SOCKET));

  private static final Map<Character, String> REFUSED =
      Map.of(
          'G', "-G only prints a configuration",
          'O', "-O speaks to an ssh that runs already",
          'P', "-P is another option in each version of ssh: write it as -o",
          'Q', "-Q only asks ssh what it can do",
          's', "-s starts a subsystem, which is no tunnel",
          'V', "-V only prints a version",
          'W', "-W forwards stdin and stdout, and listens nowhere: write -L",
          'w', "-w opens a network device, which tunnels does not do");

  private FlagNotes() {}

  static Optional<String> dropped(char letter) {
    return Optional.ofNullable(DROPPED.get(letter));
  }

  static Optional<String> refused(char letter) {
    return Optional.ofNullable(REFUSED.get(letter));
  }
}
