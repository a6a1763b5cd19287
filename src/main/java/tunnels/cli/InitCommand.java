package tunnels.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tunnels.profile.Forward.Kind;
import tunnels.profile.ForwardText;

/** {@code init}: a first profile, by questions and options, or from an example. */
@Command(
    name = "init",
    header = "Make a first profile and bring it up: by questions, options or an example.",
    description = {
      "  tunnels init",
      "  tunnels init hpc -L 8888:localhost:8888 --name notebook --up",
      "  tunnels init --example hpc-socks",
      "On a terminal, asks for what no option says: a host of ssh_config, what the tunnel is for,"
          + " ports that are free, a name. Without a terminal nobody is asked, and only --up brings"
          + " it up. A profile that is there is never overwritten.",
      "Exit status: 0 as asked; 1 broken off, or not up; 2 an option or the profile is wrong; 4 a"
          + " person must mend something first."
    })
final class InitCommand implements Callable<Integer> {

  private static final String NONE = "";

  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "HOST", description = "What you type after ssh.")
  private @Nullable String place;

  @Option(names = "--host", paramLabel = "HOST", description = "The same.")
  private @Nullable String host;

  @Option(
      names = {"-L", "--local"},
      paramLabel = "SPEC",
      description = "A forward, as ssh -L.")
  private List<String> local = List.of();

  @Option(
      names = {"-D", "--dynamic"},
      paramLabel = "SPEC",
      description = "A forward, as ssh -D.")
  private List<String> dynamic = List.of();

  @Option(
      names = {"-R", "--remote"},
      paramLabel = "SPEC",
      description = "A forward, as ssh -R.")
  private List<String> remote = List.of();

  @Option(
      names = "--permit",
      paramLabel = "any|HOST:PORT",
      description = "Where a SOCKS proxy on the remote side may go; several times for several.")
  private List<String> permit = List.of();

  @Option(names = "--name", paramLabel = "NAME", description = "What the tunnel is called.")
  private @Nullable String name;

  @Option(names = "--up", description = "Bring it up, and do not ask.")
  private boolean up;

  @Option(names = "--no-up", description = "Do not bring it up, and do not ask.")
  private boolean stayDown;

  @Option(
      names = "--example",
      arity = "0..1",
      fallbackValue = NONE,
      paramLabel = "EXAMPLE",
      description = "Copy this example instead; without a name, list them.")
  private @Nullable String example;

  InitCommand(Context context) {
    this.context = context;
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
