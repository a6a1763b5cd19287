package tunnels.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tunnels.openssh.EffectiveConfig;
import tunnels.openssh.EffectiveConfig.Setting;

/** Makes a profile of a Host of ssh_config: of its forwards; its other settings stay there. */
public final class HostImport {

  private static final Set<String> TAKEN =
      Set.of(
          "localforward",
          "remoteforward",
          "dynamicforward",
          "permitremoteopen",
          "gatewayports",
          "serveraliveinterval",
          "serveralivecountmax",
          "connecttimeout");

  private HostImport() {}

  /**
   * @param said what ssh makes of the host
   * @param config the file that it stands in, if not the user's own
   * @param permit where a SOCKS proxy on the remote side may go; empty leaves it to the file
   * @param refuse is told why there can be no profile
   */
  public static Optional<Taken> of(
      String host,
      EffectiveConfig said,
      Optional<Path> config,
      Optional<List<String>> permit,
      Consumer<String> refuse) {
    Takeover takeover = new Takeover();
    config.ifPresent(takeover::config);
    List<String> listens = said.values("dynamicforward");
    said.settings().stream()
        .filter(setting -> TAKEN.contains(setting.keyword()))
        .filter(setting -> !isDefault(setting) && !isEcho(setting, said.values("localforward")))
        .forEach(setting -> take(takeover, setting, listens));
    takeover.note(
        "user, port, keys, ...: stay in ssh_config, which ssh reads for the tunnel too; a session"
            + " of your own opens the forwards there as well, unless you remove them");
    if (!takeover.hasForwards()) {
      takeover.obstacle(
          ("ssh_config gives " + host + " no LocalForward, RemoteForward or DynamicForward")
              + ": tunnels init "
              + host);
    }
    Optional<Taken> taken =
        takeover.taken(new HostWords(host, Optional.empty(), Optional.empty()), permit);
    takeover.obstacles().forEach(refuse);
    return taken;
  }

  /** What ssh -G prints where the file says nothing. */
  private static boolean isDefault(Setting setting) {
    return switch (setting.keyword()) {
      case "permitremoteopen" -> setting.value().equals("any");
      case "serveraliveinterval" -> setting.value().equals("0");
      case "connecttimeout" -> setting.value().equals("none");
      default -> false;
    };
  }

  private static void take(Takeover takeover, Setting setting, List<String> listens) {
    String value = unmarked(setting);
    if (!setting.keyword().endsWith("forward")) {
      takeover.option(setting.keyword(), value);
      return;
    }
    PrintedForward.quoted(value, listens)
        .ifPresentOrElse(
            forward -> takeover.option(setting.keyword(), forward),
            () ->
                takeover.obstacle(
                    setting.keyword()
                        + " "
                        + value
                        + ": where its first path ends cannot be told"));
  }

  /** A local forward to a Unix socket is printed as a dynamic one too (seen with 9.2). */
  private static boolean isEcho(Setting setting, List<String> locals) {
    return setting.keyword().equals("dynamicforward")
        && locals.stream().anyMatch(local -> local.startsWith(setting.value() + " "));
  }

  /** A remote forward without a target is printed as one to {@code [socks]:0}. */
  private static String unmarked(Setting setting) {
    String value = setting.value();
    return setting.keyword().equals("remoteforward")
        ? value.replaceFirst(" \\[socks]:0$", "")
        : value;
  }
}
