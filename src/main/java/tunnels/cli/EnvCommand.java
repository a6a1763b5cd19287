package tunnels.cli;

import java.io.IOException;
import java.util.Locale;
import tunnels.profile.Profile;
import tunnels.report.ProxyExports;
import tunnels.report.ProxyRecipes;
import tunnels.supervise.TunnelStatus;

/** {@code env}: exports for a tunnel's proxies. */
final class EnvCommand implements Command {

  private final Context context;
  private String name = "";
  private boolean remote;
  private boolean recipes;
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
  public Syntax syntax() {
    return Syntax.of(this, Verb.ENV)
        .description(
            "For the shell: eval \"$(tunnels env NAME)\". Names are resolved on the proxy's far"
                + " side (socks5h).")
        .parameter("NAME", "A tunnel with a SOCKS proxy.", given -> name = given)
        .flag(
            "--remote",
            "For the proxy on the remote side: paste it into a shell there.",
            given -> remote = given)
        .flag(
            "--recipes",
            "Print instead what git, pip, npm, apt, ... need besides the variables.",
            given -> recipes = given)
        .option(
            "--shell",
            "SHELL",
            Shell.class,
            "Whose words: ${COMPLETION-CANDIDATES} (default: sh).",
            given -> shell = given);
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
