package tunnels.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tunnels.files.FileFailure;
import tunnels.process.LocalProcesses;
import tunnels.process.Processes;

/** The command line. */
public final class Cli
    implements Runnable,
        IExecutionStrategy,
        IExecutionExceptionHandler,
        IParameterExceptionHandler {

  /** The types that picocli loads to read values of them: all, for no command takes one. */
  private static final String UNUSED = ".*";

  private final Context context;
  private @Nullable Path config;
  private @Nullable Path state;

  private Cli(Context context) {
    this.context = context;
    System.setProperty("picocli.converters.excludes", UNUSED); // before the first command is made
  }

  /** Runs the command that was typed, as the launcher hands it on; returns the exit status. */
  public static int run(String... arguments) {
    try {
      return run(Surroundings.real(), arguments);
    } catch (UsageError e) {
      System.err.println("tunnels: " + e.getMessage());
      return Exit.USAGE.status();
    }
  }

  /**
   * Runs one command.
   *
   * @return the exit status
   */
  public static int run(Surroundings surroundings, String... arguments) {
    return run(surroundings, new LocalProcesses(), arguments);
  }

  static int run(Surroundings surroundings, Processes processes, String... arguments) {
    try (Context context = new Context(surroundings, processes)) {
      Optional<String> undecoded = Undecoded.among(arguments);
      if (undecoded.isPresent()) {
        context.console().say("tunnels: " + undecoded.get());
        return Exit.USAGE.status();
      }
      int status = new Cli(context).commandLine(arguments).execute(arguments);
      boolean lost = status == 0 && context.console().isGone();
      return lost ? Exit.NOT_AS_ASKED.status() : status;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every command there is, for completion. */
  static CommandSpec everything(Context context) {
    return new Cli(context).commandLine(new Commands(context).all()).getCommandSpec();
  }

  /** No command was named. */
  @Override
  public void run() {
    String usage = commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF); // a message has none
    throw new UsageError("name a command\n\n" + usage);
  }

  private Syntax syntax() {
    return Syntax.of(this, "tunnels", "Keeps SSH tunnels up with stock OpenSSH.")
        .description(
            "What is wanted stands in profiles, one TOML file each, in",
            "~/.config/tunnels/profiles. First steps:",
            "  tunnels init           asks, writes a first one, and brings it up",
            "  tunnels check          are they all valid?",
            "  tunnels show NAME      what will run, and who could connect?",
            "  tunnels up NAME",
            "  tunnels status")
        .option(
            "--config",
            "DIR",
            "Holds profiles/ and config.toml (default: $TUNNELS_CONFIG or ~/.config/tunnels).",
            given -> config = Path.of(given))
        .option(
            "--state",
            "DIR",
            "Where is remembered what runs (default: $TUNNELS_STATE or"
                + " ~/.local/state/tunnels).",
            given -> state = Path.of(given));
  }

  private CommandLine commandLine(String... arguments) {
    return commandLine(new Commands(context).asked(arguments));
  }

  private CommandLine commandLine(List<CommandLine> commands) {
    CommandLine line = syntax().commandLine();
    for (CommandLine command : commands) {
      line.addSubcommand(command);
    }
    line.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
    if (commands.isEmpty()) {
      line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, CommandList::synopsis);
      line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandList::of);
    }
    line.setOut(context.surroundings().out());
    line.setErr(context.surroundings().err());
    line.setExpandAtFiles(false); // @NAME is a tag, or the far side's word
    line.setUsageHelpWidth(80);
    line.setExecutionStrategy(this);
    line.setExecutionExceptionHandler(this);
    line.setParameterExceptionHandler(this);
    return line;
  }

  @Override
  public int execute(ParseResult parsed) {
    context.options(config, state);
    try {
      context.checkFolders();
    } catch (UsageError e) {
      context.console().say("tunnels: " + e.getMessage());
      return Exit.USAGE.status();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    context.console().say("tunnels: " + why(failure, command.getParent() == null));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(
        failure, context.surroundings().err())) {
      context.console().say("see: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return Exit.USAGE.status();
  }

  private static String why(ParameterException failure, boolean beforeCommand) {
    if (beforeCommand && failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return first.startsWith("-") ? "Unknown option: '" + first + "'" : "no such command";
    }
    return String.valueOf(failure.getMessage());
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof UsageError usage) {
      context.console().say("tunnels: " + usage.getMessage());
      return Exit.USAGE.status();
    }
    if (failure instanceof InvalidPathException) { // not one of ASCII, and no locale in UTF-8
      context.console().say("tunnels: " + failure.getMessage());
      return Exit.NOT_AS_ASKED.status();
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      context.console().say("tunnels: " + FileFailure.words(failure));
      return Exit.NOT_AS_ASKED.status();
    }
    context.console().fault(failure);
    return Exit.FAULT.status();
  }
}
