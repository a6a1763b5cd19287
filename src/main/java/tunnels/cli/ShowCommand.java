package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tunnels.hpc.JobScript;
import tunnels.openssh.Asked;
import tunnels.openssh.ClientConfig;
import tunnels.openssh.Connection;
import tunnels.openssh.Launch;
import tunnels.openssh.MuxForward;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.report.Drawing;
import tunnels.report.ShellWords;
import tunnels.report.Style;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;

/** {@code show}: the exact ssh command line, and a drawing of each forward. */
@Command(
    name = "show",
    header = "Show the exact ssh command line, and draw each forward.",
    description = {
      "The drawing says who listens where, who can connect, and where it ends. Of a profile with"
          + " [job] the jobscript, too. Connects nowhere."
    })
final class ShowCommand implements Callable<Integer> {

  private static final String NO_NONCE = "0".repeat(32);

  private final Context context;

  @Parameters(paramLabel = "NAME", description = "A tunnel.")
  private String name = "";

  ShowCommand(Context context) {
    this.context = context;
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
    draw(profile, status);
    console.result(Style.FAINT.of("The command (the control socket's name is new at each start):"));
    console.result(ShellWords.of(launch(connection, profile, status).command()) + "\n\n");
    console.result(Style.FAINT.of("The file of -F:"));
    boolean batch = !context.surroundings().attended();
    console.result(ClientConfig.text(connection.config(), connection.health(), batch));
    if (profile.job().isPresent()) {
      jobscript(profile.job().get());
    }
    return Exit.AS_ASKED.status();
  }

  private void draw(Profile profile, TunnelStatus status) {
    Drawing drawing = new Drawing(context.surroundings().unicode());
    for (int i = 0; i < profile.forwards().size(); i++) {
      String listen = status.forwards().get(i).listen();
      List<String> lines = drawing.of(profile.forwards().get(i), profile, listen);
      context.console().result(String.join("\n", lines) + "\n\n");
    }
  }

  private Launch launch(Connection connection, Profile profile, TunnelStatus status)
      throws IOException {
    String name = connection.name();
    boolean bare =
        context.starter().ask(connection) instanceof Asked.Answer answer && answer.bare();
    return new Launch(
        connection,
        status.controlSocket().orElse(context.store().freshSocket(name)),
        context.store().config(name),
        context.store().log(name),
        MuxForward.all(profile).toList(),
        bare);
  }

  private void jobscript(Job job) throws IOException {
    Optional<Path> own = job.script();
    Optional<String> text =
        own.isPresent() ? Optional.of(Files.readString(own.get())) : Optional.empty();
    Console console = context.console();
    console.result("\n" + Style.FAINT.of("The jobscript (the nonce is new for each job):"));
    console.result(JobScript.text(job, NO_NONCE, text));
  }

  private static String about(Profile profile) {
    return profile.description().isEmpty() ? "" : ": " + profile.description();
  }
}
