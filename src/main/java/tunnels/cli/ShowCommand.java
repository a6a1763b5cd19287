package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tunnels.hpc.JobScript;
import tunnels.openssh.Asked;
import tunnels.openssh.ClientConfig;
import tunnels.openssh.Connection;
import tunnels.openssh.EffectiveConfig;
import tunnels.openssh.Launch;
import tunnels.openssh.MuxForward;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.report.Drawing;
import tunnels.report.ShellWords;
import tunnels.report.Style;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;

/** {@code show}: a drawing of the tunnel, and the exact ssh command line. */
final class ShowCommand implements Command {

  private static final String NO_NONCE = "0".repeat(32);

  private final Context context;
  private String name = "";

  ShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.SHOW)
        .description(
            "The drawing has a line for each forward, from where it listens, and who can connect"
                + " there, to where it ends. Of a profile with [job] the jobscript, too. Connects"
                + " nowhere.")
        .parameter("NAME", "A tunnel.", given -> name = given);
  }

  @Override
  public Integer call() throws IOException {
    Known known = new Known(context);
    Profile profile = known.profile(name);
    Survey survey = context.survey();
    TunnelStatus status = survey.look(profile.name(), context.surroundings().clock().instant());
    Connection connection = survey.connection(profile);
    Console console = context.console();
    console.result(Style.STRONG.of(profile.name()) + about(profile) + "\n\n");
    Asked asked = context.starter().ask(connection);
    console.result(String.join("\n", drawing(profile, status, asked)) + "\n\n");
    console.result(Style.FAINT.of("The command (the control socket's name is new at each start):"));
    Launch launch = launch(connection, profile, status, asked);
    String place = launch.directory().map(ShowCommand::inside).orElse("");
    console.result(place + ShellWords.of(launch.command()) + "\n\n");
    console.result(Style.FAINT.of("The file of -F:"));
    boolean batch = !context.surroundings().attended();
    console.result(ClientConfig.text(connection.config(), connection.health(), batch, said(asked)));
    if (profile.job().isPresent()) {
      jobscript(profile.job().get());
    }
    return Exit.AS_ASKED.status();
  }

  private List<String> drawing(Profile profile, TunnelStatus status, Asked asked) {
    boolean unicode = context.surroundings().unicode();
    List<String> hops = asked instanceof Asked.Answer answer ? answer.hops() : List.of();
    return new Drawing(unicode, profile, status).lines(hops);
  }

  private Launch launch(Connection connection, Profile profile, TunnelStatus status, Asked asked)
      throws IOException {
    String name = connection.name();
    return new Launch(
        connection,
        status.controlSocket().orElse(context.store().socketPath(name)),
        context.store().config(name),
        context.store().log(name),
        MuxForward.all(profile).toList(),
        asked instanceof Asked.Answer answer && answer.bare(),
        said(asked));
  }

  private static EffectiveConfig said(Asked asked) {
    return asked instanceof Asked.Answer answer ? answer.said() : EffectiveConfig.UNKNOWN;
  }

  private void jobscript(Job job) throws IOException {
    Optional<Path> own = job.script();
    Optional<String> text =
        own.isPresent() ? Optional.of(JobScript.read(own.get())) : Optional.empty();
    Console console = context.console();
    console.result("\n" + Style.FAINT.of("The jobscript (the nonce is new for each job):"));
    console.result(JobScript.text(job, NO_NONCE, text));
  }

  private static String inside(Path directory) {
    return "cd " + ShellWords.word(directory.toString()) + " && ";
  }

  private static String about(Profile profile) {
    return profile.description().isEmpty() ? "" : ": " + profile.description();
  }
}
