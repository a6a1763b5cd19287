package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.profile.Destination;

/** A person's own session or command over a tunnel's master, as {@code ssh HOST} gives it. */
public final class UserSession {

  private UserSession() {}

  /**
   * The argument vector. The user's config holds as it does by hand, but for what would open
   * forwards on our master or replace the command; and should the master be gone, ssh must not log
   * in anew.
   *
   * @param flags as ssh takes them: {@code -t}, {@code -W host:port}
   * @param words the remote command, joined by spaces as ssh does; none is a login shell
   */
  public static List<String> command(
      ControlSocket master,
      Optional<Path> config,
      List<String> flags,
      Destination host,
      List<String> words) {
    List<String> command = new ArrayList<>(List.of("ssh"));
    config.ifPresent(file -> command.addAll(List.of("-F", file.toString())));
    command.addAll(List.of("-S", master.path().toString()));
    for (String option :
        List.of(
            "ControlMaster=no",
            "ProxyCommand=false",
            "RemoteCommand=none",
            "ClearAllForwardings=yes")) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(flags);
    command.addAll(List.of("--", host.text()));
    command.addAll(words);
    return command;
  }
}
