package tunnels.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.openssh.EffectiveConfig;
import tunnels.openssh.PlainSsh;
import tunnels.profile.Profile;
import tunnels.report.HostBlock;
import tunnels.report.ShellWords;
import tunnels.report.UnitText;
import tunnels.report.Unsaid;

/** {@code export}: a profile in the words of others. */
final class ExportCommand implements Command {

  private final Context context;
  private String name = "";
  private Form form = Form.ssh;

  /** As typed. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum Form {
    ssh,
    ssh_config,
    systemd
  }

  ExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.EXPORT)
        .description(
            "What is printed does without tunnels. What it cannot say is told on stderr.",
            "ssh_config has a second Host, NAME-login, that logs in where the tunnel ends and has"
                + " tunnels bring it up first.")
        .parameter("NAME", "A tunnel.", given -> name = given)
        .option(
            "--as",
            "FORM",
            Form.class,
            "One of ${COMPLETION-CANDIDATES} (default: ssh).",
            given -> form = given);
  }

  @Override
  public Integer call() {
    Profile profile = new Known(context).profile(name);
    if (profile.job().isPresent()) {
      throw new UsageError(name + " has a [job], which plain ssh has no words for");
    }
    EffectiveConfig host =
        ask(profile.ssh().config(), profile.ssh().options(), profile.host().text());
    context.console().result(text(profile, host));
    unsaid(profile, host).forEach(what -> context.console().say("without tunnels: " + what));
    return Exit.AS_ASKED.status();
  }

  private String text(Profile profile, EffectiveConfig host) {
    return switch (form) {
      case ssh -> ShellWords.of(PlainSsh.command(profile, false));
      case ssh_config ->
          new HostBlock(profile, host, ask(Optional.empty(), List.of(), HostBlock.NOBODY)).text();
      case systemd -> UnitText.of(profile);
    };
  }

  private List<String> unsaid(Profile profile, EffectiveConfig host) {
    List<String> unsaid = form == Form.systemd ? Unsaid.ofUnit(profile) : Unsaid.of(profile);
    return form == Form.ssh_config
        ? unsaid
        : Stream.concat(Unsaid.beside(host).stream(), unsaid.stream()).toList();
  }

  private EffectiveConfig ask(Optional<Path> config, List<String> options, String of) {
    return EffectiveConfig.ask(
            context.processes(),
            config,
            options,
            of,
            why -> {
              throw new UsageError(why);
            })
        .orElseThrow();
  }
}
