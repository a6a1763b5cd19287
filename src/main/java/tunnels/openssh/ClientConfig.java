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

  private ClientConfig() {}

  /**
   * @param batch whether ssh must not ask anybody anything
   */
  public static String text(Optional<Path> config, Profile.Health health, boolean batch) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by tunnels at each start; read by ssh and by its jump hosts' ssh.");
    if (batch) {
      lines.add("BatchMode yes");
    }
    lines.add("LogLevel INFO");
    lines.add("PermitLocalCommand no");
    lines.add("ConnectTimeout " + health.timeout().toSeconds());
    lines.add("ConnectionAttempts 1");
    lines.add("ServerAliveInterval " + health.alive().toSeconds());
    lines.add("ServerAliveCountMax " + UNANSWERED);
    config.ifPresentOrElse(
        file -> lines.add("Include \"" + file + "\""),
        () -> lines.addAll(List.of("Include ~/.ssh/config", "Include /etc/ssh/ssh_config")));
    return String.join("\n", lines) + "\n";
  }
}
