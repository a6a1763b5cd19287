package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.UserSession;
import tunnels.profile.Profile;
import tunnels.report.ProxyExports;
import tunnels.supervise.TunnelStatus;

/** {@code ssh}: a session or a command over the tunnel's own master. */
final class SshCommand implements Command {

  private final Context context;
  private String name = "";
  private List<String> words = List.of();
  private boolean proxy;
  private @Nullable String stdio;

  SshCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.SSH)
        .description(
            "No second login: it rides on the ssh that holds the tunnel. As with ssh itself, the"
                + " words of the command are joined by spaces and read by the shell on the far"
                + " side.",
            "Exit status: that of ssh; 1 if the tunnel is not up.")
        .parameter("NAME", "A tunnel that is up.", given -> name = given)
        .parameters("COMMAND", "After --: what to run there.", given -> words = given)
        .flag(
            "--proxy", "Set the variables of `tunnels env --remote` there.", given -> proxy = given)
        .option(
            "-W",
            "HOST:PORT",
            "As ssh -W: stdin and stdout to that place, for a ProxyCommand.",
            given -> stdio = given);
  }

  @Override
  public Integer call() throws IOException {
    Known.Seen seen = new Known(context).seen(name);
    Profile profile = seen.profile();
    TunnelStatus status = seen.status();
    if (stdio != null && (proxy || !words.isEmpty())) {
      throw new UsageError("-W goes without a command and --proxy");
    }
    Optional<Path> socket = status.controlSocket();
    if (socket.isEmpty()) {
      context.console().say(name + " is " + status.phase().word() + ": tunnels up " + name);
      return Exit.NOT_AS_ASKED.status();
    }
    return context.processes().foreground(command(profile, status, socket.get()));
  }

  private List<String> command(Profile profile, TunnelStatus status, Path socket) {
    List<String> flags = new ArrayList<>();
    List<String> there = words;
    if (proxy) {
      String address =
          SocksProxy.address(profile, status, true)
              .orElseThrow(() -> new UsageError(name + " has no SOCKS proxy on the remote side"));
      if (words.isEmpty()) {
        flags.add("-t");
      }
      there = List.of(ProxyExports.session(address, words));
    }
    if (stdio != null) {
      flags.addAll(List.of("-W", stdio));
    }
    ControlSocket master = new ControlSocket(socket);
    return UserSession.command(master, profile.ssh().config(), flags, profile.host(), there);
  }
}
