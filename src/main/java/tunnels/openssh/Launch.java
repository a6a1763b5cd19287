package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The start of one master, as one command line that a sysadmin recognises in ps(1).
 *
 * @param forwards those that go on the command line
 * @param bare the user's own config has forwards for this host: take none over, and open ours over
 *     mux instead, since ClearAllForwardings drops those of the command line too
 */
public record Launch(
    Connection connection,
    Path socket,
    Path config,
    Path log,
    List<MuxForward> forwards,
    boolean bare) {

  /** What ssh must not take from the user's config for a tunnel; the command line beats files. */
  private static final List<String> OURS =
      List.of(
          "ControlPersist=no",
          "ExitOnForwardFailure=no",
          "RemoteCommand=none",
          "GatewayPorts=no",
          "StreamLocalBindUnlink=no",
          "Tunnel=no");

  /** The argument vector. */
  public List<String> command() {
    List<String> command = new ArrayList<>(List.of("ssh", "-f"));
    if (connection.guard().isEmpty()) {
      command.add("-N");
    }
    command.addAll(List.of("-T", "-M"));
    command.addAll(List.of("-S", socket.toString(), "-F", config.toString()));
    command.addAll(List.of("-E", log.toString()));
    OURS.forEach(option -> option(command, option));
    if (!connection.permit().isEmpty()) {
      option(command, "PermitRemoteOpen=" + String.join(" ", connection.permit()));
    }
    if (bare) {
      option(command, "ClearAllForwardings=yes");
    }
    connection.ours().forEach(option -> option(command, option));
    connection.options().forEach(option -> option(command, option));
    onCommandLine().forEach(forward -> command.addAll(flagged(forward)));
    command.addAll(List.of("--", connection.host().text()));
    connection.guard().map(Guard::command).ifPresent(command::add);
    return command;
  }

  /** The forwards that ssh opens by itself; the others are opened over mux once it runs. */
  public List<MuxForward> onCommandLine() {
    return bare ? List.of() : forwards.stream().filter(f -> !f.picksPort()).toList();
  }

  private static List<String> flagged(MuxForward forward) {
    return List.of(forward.flag(), forward.argument());
  }

  private static void option(List<String> command, String option) {
    command.addAll(List.of("-o", option));
  }
}
