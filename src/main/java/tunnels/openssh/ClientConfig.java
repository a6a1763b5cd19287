package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.profile.Profile;

/**
 * The file that ssh is given with {@code -F}: ours first, then all that the user has. A jump host's
 * child inherits the file but not {@code -o} (seen with 8.0 to 10.5), so what must hold for it too
 * stands here.
 */
public final class ClientConfig {

  private static final int UNANSWERED = 3;
  private static final String PATTERN = "*?[";

  /**
   * Where ssh itself looks, by the password database. A {@code ~} after Include is that of {@code
   * $HOME} instead (glob(3), seen with 9.2).
   */
  private static final Path USERS = Path.of(System.getProperty("user.home"), ".ssh", "config");

  /**
   * A jump host's ssh is to carry the connection, and to do nothing else. With ExitOnForwardFailure
   * it ends where its host's key has changed, also if StrictHostKeyChecking is no.
   */
  private static final List<String> ALWAYS =
      List.of(
          "PermitLocalCommand no",
          "RemoteCommand none",
          "ClearAllForwardings yes",
          "ExitOnForwardFailure yes",
          "Tunnel no");

  private ClientConfig() {}

  /**
   * @param config {@link Profile.Ssh#NO_CONFIG} is not included: ssh would refuse the device for
   *     its permissions
   * @param batch whether ssh must not ask anybody anything
   * @param said what ssh makes of the destination, as the user has it
   */
  public static String text(
      Optional<Path> config, Profile.Health health, boolean batch, EffectiveConfig said) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by tunnels at each start; read by ssh and by its jump hosts' ssh.");
    if (batch) {
      // AddKeysToAgent can ask for a confirmation, which BatchMode does not prevent.
      lines.addAll(List.of("BatchMode yes", "AddKeysToAgent no", "VisualHostKey no"));
    }
    lines.add("LogLevel INFO");
    lines.addAll(ALWAYS);
    lines.addAll(OptionOverrides.lines(said));
    lines.add("ConnectTimeout " + health.timeout().toSeconds());
    lines.add("ConnectionAttempts 1");
    lines.add("ServerAliveInterval " + health.alive().toSeconds());
    lines.add("ServerAliveCountMax " + UNANSWERED);
    if (config.isPresent()) {
      config
          .filter(file -> !file.equals(Profile.Ssh.NO_CONFIG))
          .map(ClientConfig::include)
          .ifPresent(lines::add);
    } else {
      lines.addAll(List.of(include(USERS), "Include /etc/ssh/ssh_config"));
    }
    // The one keyword of which the last line counts, the command line's included (seen with 9.2).
    lines.add("StreamLocalBindMask 0177");
    return String.join("\n", lines) + "\n";
  }

  /** Include takes a pattern of glob(7), quotes or not (readconf.c). */
  static String include(Path file) {
    StringBuilder pattern = new StringBuilder();
    for (char c : file.toString().toCharArray()) {
      pattern.append(PATTERN.indexOf(c) >= 0 ? "\\" : "").append(c);
    }
    return "Include \"" + pattern + "\"";
  }
}
