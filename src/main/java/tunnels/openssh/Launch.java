package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The start of one master, as one command line that a sysadmin recognises in ps(1).
 *
 * @param forwards those that go on the command line
 * @param bare the user's own config has forwards for this host: take none over, and open ours over
 *     mux instead, since ClearAllForwardings drops those of the command line too
 * @param said what ssh makes of the destination, as the user has it
 */
public record Launch(
    Connection connection,
    Path socket,
    Path config,
    Path log,
    List<MuxForward> forwards,
    boolean bare,
    EffectiveConfig said) {

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
    String file =
        directory().isPresent() ? String.valueOf(config.getFileName()) : config.toString();
    command.addAll(List.of("-S", socket.toString(), "-F", file));
    command.addAll(List.of("-E", log.toString()));
    options(command, OURS);
    if (!connection.permit().isEmpty()) {
      option(command, "PermitRemoteOpen=" + String.join(" ", connection.permit()));
    }
    option(command, "ClearAllForwardings=" + (bare ? "yes" : "no"));
    options(command, OptionOverrides.options(said, connection.guard().isPresent()));
    options(command, connection.ours());
    options(command, connection.options());
    for (MuxForward forward : onCommandLine()) {
      command.addAll(List.of(forward.flag(), forward.argument()));
    }
    command.addAll(List.of("--", connection.host().text()));
    if (connection.guard().isPresent()) {
      command.add(connection.guard().get().command());
    }
    return command;
  }

  /**
   * Where ssh has to run, if that matters: it names its {@code -F} to a jump host's ssh through a
   * shell, without quotes (ssh.c, seen with 9.2), so that one in a path with a space is not found;
   * beside it, the name alone will do.
   */
  public Optional<Path> directory() {
    return UserConfig.of(said).hops().isEmpty() || RemoteShell.isPlain(config.toString())
        ? Optional.empty()
        : Optional.ofNullable(config.getParent());
  }

  /** Whether ssh itself connects to the host, over no jump host and no proxy. */
  boolean isDirect() {
    return UserConfig.of(said).direct().isPresent();
  }

  /** The forwards that ssh opens by itself; the others are opened over mux once it runs. */
  public List<MuxForward> onCommandLine() {
    List<MuxForward> some = new ArrayList<>();
    for (MuxForward forward : forwards) {
      if (!bare && !forward.picksPort()) {
        some.add(forward);
      }
    }
    return some;
  }

  private static void options(List<String> command, List<String> options) {
    for (String option : options) {
      option(command, option);
    }
  }

  private static void option(List<String> command, String option) {
    command.addAll(List.of("-o", option));
  }
}
