package tunnels.profile;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of ssh that tunnels sets itself, each with what to write instead. */
public final class OwnedOptions {
  private static final String SOCKET =
      "is set by tunnels, which keeps the control socket: remove it";
  private static final String SESSION =
      "is set by tunnels, whose connections run no session: remove it, and use \"tunnels ssh\"";
  private static final String COMMAND =
      "is set by tunnels: remove it, and write on_change in config.toml";
  private static final String LOG = "is set by tunnels, which reads what ssh says: remove it";
  private static final String FAILURE =
      "is set by tunnels, which tries a failed forward again by itself: remove it";
  private static final String SOCKET_FILE =
      "is set by tunnels, which looks before it removes a socket file: remove it";
  private static final String ALIVE =
      "is set by tunnels: remove it, and write alive = \"15s\" below [health]";
  private static final String FILE_ONLY =
      "cannot be given as an option: write it in a file, and config = \"FILE\" below [ssh]";
  private static final String DEVICE =
      "opens a network device, which tunnels does not do: remove it";

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("forkafterauthentication", SESSION),
          Map.entry("sessiontype", SESSION),
          Map.entry("requesttty", SESSION),
          Map.entry("remotecommand", SESSION),
          Map.entry("stdinnull", SESSION),
          Map.entry("localcommand", COMMAND),
          Map.entry("permitlocalcommand", COMMAND),
          Map.entry("loglevel", LOG),
          Map.entry("logverbose", LOG),
          Map.entry("exitonforwardfailure", FAILURE),
          Map.entry("clearallforwardings", FAILURE),
          Map.entry("permitremoteopen", forward("permit = [\"host:port\"]")),
          Map.entry("localforward", forward("local = \"...\"")),
          Map.entry("remoteforward", forward("remote = \"...\"")),
          Map.entry("dynamicforward", forward("dynamic = \"...\"")),
          Map.entry("gatewayports", forward("a bind address and expose = true")),
          Map.entry(
              "batchmode", "is set by tunnels: remove it, and write unattended = false or true"),
          Map.entry(
              "connecttimeout",
              "is set by tunnels: remove it, and write timeout = \"10s\" below [health]"),
          Map.entry("connectionattempts", "is set by tunnels: remove it, and write [retry]"),
          Map.entry("host", FILE_ONLY),
          Map.entry("match", FILE_ONLY),
          Map.entry("include", FILE_ONLY),
          Map.entry("tunnel", DEVICE),
          Map.entry("tunneldevice", DEVICE));

  /** Debian's further names of ServerAliveInterval (seen with 9.2). */
  private static final Set<String> DEBIANS_ALIVE = Set.of("protocolkeepalives", "setuptimeout");

  private OwnedOptions() {}

  /** Why this keyword cannot be given, and what to write; empty where it can. */
  static Optional<String> instead(String keyword) {
    String lower = keyword.toLowerCase(Locale.ROOT);
    Optional<String> alone = Optional.ofNullable(INSTEAD.get(lower));
    return alone.isPresent() ? alone : family(lower);
  }

  /** Why a profile does not take this keyword; empty where it does. */
  public static Optional<String> why(String keyword) {
    return instead(keyword).map(text -> text.split(":", 2)[0]);
  }

  private static Optional<String> family(String lower) {
    if (lower.startsWith("control")) {
      return Optional.of(SOCKET);
    }
    if (lower.startsWith("serveralive") || DEBIANS_ALIVE.contains(lower)) {
      return Optional.of(ALIVE);
    }
    return lower.startsWith("streamlocalbind") ? Optional.of(SOCKET_FILE) : Optional.empty();
  }

  private static String forward(String write) {
    return "is set by tunnels: remove it, and write " + write + " below [[forward]]";
  }
}
