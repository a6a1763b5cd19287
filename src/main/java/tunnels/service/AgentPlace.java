package tunnels.service;

import java.util.Optional;

/** How long the socket of an agent stays where it is, by its path. */
public enum AgentPlace {
  /** There is none. */
  NONE,
  /** A new one at each login: {@code /tmp/ssh-XXXX/agent.1}, a forwarded one, launchd's. */
  PASSING,
  /** A fixed one below {@code /run/user}, that lasts as long as the user is logged in. */
  SESSION,
  /** A fixed one. */
  LASTING;

  /**
   * @param socket {@code SSH_AUTH_SOCK}
   */
  public static AgentPlace of(Optional<String> socket) {
    if (socket.isEmpty()) {
      return NONE;
    }
    String path = socket.get();
    if (path.matches("(/private)?/(tmp|var/tmp|var/folders)/.*|.*/com\\.apple\\.launchd\\..*")) {
      return PASSING;
    }
    // Since OpenSSH 10.1: ~/.ssh/agent/s.RANDOM.agent.RANDOM, and s.RANDOM.sshd.RANDOM.
    if (path.matches(".*/\\.ssh/agent/s\\.[^/]*")) {
      return PASSING;
    }
    return path.startsWith("/run/user/") || path.startsWith("/var/run/user/") ? SESSION : LASTING;
  }
}
