package tunnels.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tunnels.profile.Profile;
import tunnels.report.ProxyExports;
import tunnels.report.ProxyRecipes;
import tunnels.supervise.TunnelStatus;

/** {@code env}: exports for a tunnel's proxies. */
@Command(
    name = "env",
    header = "Print the variables that send programs through a tunnel's SOCKS proxy.",
    description = {
      "For the shell: eval \"$(tunnels env NAME)\". Names are resolved on the proxy's far side"
          + " (socks5h)."
    })
final class EnvCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "NAME", description = "A tunnel with a SOCKS proxy.")
  private String name = "";

  @Option(
      names = "--remote",
      description = "For the proxy on the remote side: paste it into a shell there.")
  private boolean remote;

  @Option(
      names = "--recipes",
      description = "Print instead what git, pip, npm, apt, ... need besides the variables.")
  private boolean recipes;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      description = "Whose words: ${COMPLETION-CANDIDATES} (default: sh).",
      defaultValue = "sh")
  private Shell shell = Shell.sh;

  /** As typed. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum Shell {
    sh,
    fish,
    csh
  }

  EnvCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Known.Seen seen = new Known(context).seen(name);
    Profile profile = seen.profile();
    TunnelStatus status = seen.status();
    String proxy =
        SocksProxy.address(profile, status, remote)
            .orElseThrow(() -> new UsageError(missing(profile, status)));
    if (proxy.endsWith(":0")) {
      context.console().say(name + " is not up, and its server has not picked a port yet");
      return Exit.NOT_AS_ASKED.status();
    }
    var words = ProxyExports.Shell.valueOf(shell.name().toUpperCase(Locale.ROOT));
    context.console().result(recipes ? ProxyRecipes.of(proxy) : ProxyExports.of(proxy, words));
    return Exit.AS_ASKED.status();
  }

  private String missing(Profile profile, TunnelStatus status) {
    boolean other = SocksProxy.address(profile, status, !remote).isPresent();
    if (!other) {
      return name + " has no SOCKS proxy: add a [[forward]] with dynamic or remote = \"PORT\"";
    }
    return remote
        ? name + " has its SOCKS proxy on this side: leave --remote out"
        : name + " has its SOCKS proxy on the remote side: add --remote, and use it there";
  }
}
