package tunnels.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: a first profile, from an example. */
@Command(
    name = "init",
    header = "Copy an example to where profiles live; without one, list them.",
    description = "An existing profile is never overwritten.")
final class InitCommand implements Callable<Integer> {

  private final Context context;

  @Option(names = "--example", paramLabel = "EXAMPLE", description = "Which example to copy.")
  private @Nullable String example;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Examples examples =
        Examples.installed(context.surroundings())
            .orElseThrow(() -> new UsageError("no examples are installed beside this program"));
    List<String> names = examples.names();
    if (example == null) {
      context.console().say("tunnels init --example EXAMPLE copies one of these:");
      names.forEach(context.console()::result);
      return Exit.AS_ASKED.status();
    }
    String name = Targets.one("example", example, names);
    Path profiles = Files.createDirectories(context.config().resolve("profiles"));
    Path target = profiles.resolve(name + Examples.SUFFIX);
    try {
      Files.copy(examples.file(name), target);
    } catch (FileAlreadyExistsException e) {
      throw new UsageError(target + " is there already, and stays as it is");
    }
    context.console().result(target.toString());
    context.console().say("edit it, then: tunnels check; tunnels up " + name);
    return Exit.AS_ASKED.status();
  }
}
