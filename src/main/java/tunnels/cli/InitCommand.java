package tunnels.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunnels.profile.Forward.Kind;
import tunnels.profile.ForwardText;

/** {@code init}: a first profile, by questions and options, or from an example. */
final class InitCommand implements Command {

  private static final String NONE = "";

  private final Context context;
  private @Nullable String place;
  private @Nullable String host;
  private List<String> local = List.of();
  private List<String> dynamic = List.of();
  private List<String> remote = List.of();
  private List<String> permit = List.of();
  private @Nullable String name;
  private boolean up;
  private boolean stayDown;
  private @Nullable String example;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.INIT)
        .description(
            "  tunnels init",
            "  tunnels init hpc -L 8888:localhost:8888 --name notebook --up",
            "  tunnels init --example hpc-socks",
            "On a terminal, asks for what no option says: a host of ssh_config, what the tunnel is"
                + " for, ports that are free, a name. Without a terminal nobody is asked, and only"
                + " --up brings it up. A profile that is there is never overwritten.",
            "Exit status: 0 as asked; 1 broken off, or not up; 2 an option or the profile is wrong;"
                + " 4 a person must mend something first.")
        .optionalParameter("HOST", "What you type after ssh.", given -> place = given)
        .option("--host", "HOST", "The same.", given -> host = given)
        .options("-L", "--local", "SPEC", "A forward, as ssh -L.", given -> local = given)
        .options("-D", "--dynamic", "SPEC", "A forward, as ssh -D.", given -> dynamic = given)
        .options("-R", "--remote", "SPEC", "A forward, as ssh -R.", given -> remote = given)
        .options(
            "--permit",
            "any|HOST:PORT",
            "Where a SOCKS proxy on the remote side may go; several times for several.",
            given -> permit = given)
        .option("--name", "NAME", "What the tunnel is called.", given -> name = given)
        .flag("--up", "Bring it up, and do not ask.", given -> up = given)
        .flag("--no-up", "Do not bring it up, and do not ask.", given -> stayDown = given)
        .option(
            "--example",
            "EXAMPLE",
            NONE,
            "Copy this example instead; without a name, list them.",
            given -> example = given);
  }

  @Override
  public Integer call() throws IOException {
    if ((place != null && host != null) || (up && stayDown)) {
      throw new UsageError("give HOST or --host HOST, and --up or --no-up, but not both");
    }
    if (example != null) {
      return (example.equals(NONE) ? listExamples() : copyExample(example)).status();
    }
    FirstTunnel tunnel = new FirstTunnel(context);
    Optional<Boolean> bringUp = up || stayDown ? Optional.of(up) : Optional.empty();
    return tunnel.make(given(tunnel.vacancies()), bringUp).status();
  }

  private Guide.Given given(Vacancies vacancies) {
    Stream<ForwardText> forwards =
        Stream.of(
                forwards(Kind.LOCAL, local),
                forwards(Kind.DYNAMIC, dynamic),
                forwards(Kind.REMOTE, remote))
            .flatMap(each -> each);
    return new Guide.Given(
        Stream.of(place, host)
            .flatMap(Stream::ofNullable)
            .findFirst()
            .flatMap(text -> Answers.host(text, InitCommand::refuse)),
        forwards.toList(),
        permit.isEmpty() ? permit : Answers.permit(permit, InitCommand::refuse).orElseThrow(),
        Optional.ofNullable(name)
            .flatMap(text -> Answers.name(text, vacancies, InitCommand::refuse)));
  }

  private static Stream<ForwardText> forwards(Kind kind, List<String> specs) {
    return specs.stream()
        .flatMap(spec -> Answers.forward(kind, spec, InitCommand::refuse).stream());
  }

  private static void refuse(String why) {
    throw new UsageError(why);
  }

  private Exit listExamples() throws IOException {
    context.console().say("tunnels init --example EXAMPLE copies one of these:");
    examples().names().forEach(context.console()::result);
    return Exit.AS_ASKED;
  }

  private Exit copyExample(String wanted) throws IOException {
    Examples examples = examples();
    String found = Targets.one("example", wanted, examples.names());
    Path profiles = Files.createDirectories(context.config().resolve("profiles"));
    Path target = profiles.resolve(found + Examples.SUFFIX);
    try {
      Files.copy(examples.file(found), target);
    } catch (FileAlreadyExistsException e) {
      throw new UsageError(target + " is there already, and stays as it is");
    }
    context.console().result(target.toString());
    context.console().say("edit it, then: tunnels check; tunnels up " + found);
    return Exit.AS_ASKED;
  }

  private Examples examples() {
    return Examples.installed(context.surroundings())
        .orElseThrow(() -> new UsageError("no examples are installed beside this program"));
  }
}
