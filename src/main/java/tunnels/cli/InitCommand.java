package tunnels.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: a first profile, from an example. */
@Command(
    name = "init",
    header = "Copy an example to where profiles live; without one, list them.",
    description = "An existing profile is never overwritten.")
final class InitCommand implements Callable<Integer> {

  private static final String SUFFIX = ".toml";

  private final Context context;

  @Option(names = "--example", paramLabel = "NAME", description = "Which example to copy.")
  private @Nullable String example;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = names();
    if (example == null) {
      context.console().say("tunnels init --example NAME copies one of these:");
      names.forEach(context.console()::result);
      return Exit.AS_ASKED.status();
    }
    String name = Targets.one("example", example, names);
    Path target = context.config().resolve("profiles").resolve(name + SUFFIX);
    Files.createDirectories(context.config().resolve("profiles"));
    try {
      Files.copy(folder().resolve(name + SUFFIX), target);
    } catch (FileAlreadyExistsException e) {
      throw new UsageError(target + " is there already, and stays as it is");
    }
    context.console().result(target.toString());
    context.console().say("edit it, then: tunnels check; tunnels up " + name);
    return Exit.AS_ASKED.status();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  private Path folder() {
    return context
        .surroundings()
        .examples()
        .filter(Files::isDirectory)
        .orElseThrow(() -> new UsageError("no examples are installed beside this program"));
  }
}
