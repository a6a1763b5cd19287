package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunnels.convert.CommandFile;
import tunnels.convert.CommandImport;
import tunnels.convert.CommandSource;
import tunnels.convert.FoundCommand;
import tunnels.convert.HostImport;
import tunnels.convert.Taken;
import tunnels.openssh.EffectiveConfig;
import tunnels.profile.Names;

/** {@code import}: profiles from command lines of ssh and from Hosts of ssh_config. */
final class ImportCommand implements Command {

  private final Context context;
  private final FileImport files;
  private boolean refused = false;
  private @Nullable String name;
  private boolean print;
  private @Nullable String host;
  private @Nullable Path configFile;
  private @Nullable String file;
  private List<String> permit = List.of();
  private List<String> words = List.of();

  ImportCommand(Context context) {
    this.context = context;
    this.files = new FileImport(context.surroundings().home(), this::taken, this::refuse);
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.IMPORT)
        .description(
            "  tunnels import -- ssh -N -L 8080:db:80 user@host",
            "  tunnels import --host HOST          its LocalForward, ...Forward",
            "  tunnels import --file FILE          a unit, a plist, a crontab, a script",
            "  crontab -l | tunnels import --file -",
            "Says what became of each option. Nothing of the command or file is run, and no profile"
                + " is overwritten.",
            "Exit status: 0 written and valid; 2 refused, or written and to be edited.")
        .option("--name", "NAME", "What the profile is called.", given -> name = given)
        .flag("--print", "Print the profile, and write no file.", given -> print = given)
        .option("--host", "HOST", "What you type after ssh.", given -> host = given)
        .option(
            "--config-file",
            "FILE",
            "With --host: as ssh -F.",
            given -> configFile = Path.of(given))
        .option(
            "--file",
            "FILE",
            "Where commands of ssh stand: a file, a folder of files, or - for stdin.",
            given -> file = given)
        .options(
            "--permit",
            "any|HOST:PORT",
            "Where a SOCKS proxy on the remote side may go; several times for several.",
            given -> permit = given)
        .parameters("COMMAND", "After --: ssh and its words.", given -> words = given);
  }

  @Override
  public Integer call() throws IOException {
    int sources = (words.isEmpty() ? 0 : 1) + (host == null ? 0 : 1) + (file == null ? 0 : 1);
    if (sources != 1 || (configFile != null && host == null)) {
      throw new UsageError("give one of: -- ssh WORDS..., --host HOST, --file FILE");
    }
    if (name != null && !Names.isName(name)) {
      throw new UsageError("\"" + name + "\" is no name: write " + Names.FORM);
    }
    if (file != null) {
      files.read(file);
    }
    List<NewProfiles.Draft> drafts = drafts();
    Exit exit = refused || drafts.isEmpty() ? Exit.USAGE : Exit.AS_ASKED;
    List<Exit> exits = new ArrayList<>(List.of(exit));
    NewProfiles made = new NewProfiles(context);
    for (NewProfiles.Draft draft : drafts) {
      exits.add(print ? made.print(draft) : made.write(draft));
    }
    exits.add(made.check());
    summary(drafts.size());
    return Exit.gravest(exits).status();
  }

  private List<NewProfiles.Draft> drafts() throws IOException {
    List<ProfileNames.Wish> wishes = new ArrayList<>();
    if (host != null) {
      ofHost(host).ifPresent(taken -> wishes.add(wish(taken)));
    } else if (file != null) {
      wishes.addAll(files.wishes());
    } else {
      ofWords().forEach(taken -> wishes.add(wish(taken)));
    }
    Path profiles = context.config().resolve("profiles");
    return ProfileNames.of(
        wishes,
        Optional.ofNullable(name),
        (each, taken) -> print || NewProfiles.isFree(profiles, each, taken));
  }

  private static ProfileNames.Wish wish(Taken taken) {
    return new ProfileNames.Wish(taken.host(), taken);
  }

  private Optional<Taken> ofHost(String of) {
    Optional<Path> config = Optional.ofNullable(configFile).map(Path::toAbsolutePath);
    return EffectiveConfig.ask(context.processes(), config, List.of(), of, this::refuse)
        .flatMap(said -> HostImport.of(of, said, config, permitted(), this::refuse));
  }

  /** A command may come as one word, if somebody put quotes round it. */
  private List<Taken> ofWords() {
    boolean line = words.size() == 1 && words.get(0).contains(" ");
    Path here = Path.of("").toAbsolutePath();
    CommandSource typed = CommandSource.typed(context.surroundings().home());
    List<FoundCommand> found =
        line
            ? CommandFile.commands(words.get(0), typed, this::refuse).commands()
            : CommandFile.command(words, this::refuse);
    if (found.isEmpty() && !refused) {
      refuse("it runs neither ssh nor autossh: give the command from there on");
    }
    return found.stream().flatMap(each -> taken(each, here, this::refuse).stream()).toList();
  }

  private Optional<Taken> taken(FoundCommand command, Path directory, Consumer<String> refuse) {
    return CommandImport.of(command.words(), directory, permitted(), refuse)
        .map(
            taken -> {
              List<String> notes = new ArrayList<>(command.notes());
              notes.addAll(taken.notes());
              return new Taken(taken.host(), taken.profile(), notes);
            });
  }

  private Optional<List<String>> permitted() {
    return permit.isEmpty() ? Optional.empty() : Optional.of(permit);
  }

  private void refuse(String why) {
    refused = true;
    context.console().say("tunnels: " + why);
  }

  /** How many of how many, and how to hand over from what starts them today. */
  private void summary(int made) {
    if (files.met() > 1 || made < files.met()) {
      context.console().say(made + " of " + files.met() + " commands became profiles");
    }
    files.cutOver().forEach(how -> context.console().say("to hand over: " + how));
    if (!files.cutOver().isEmpty()) {
      context.console().say("an ssh that still runs holds its ports: end it before `tunnels up`");
    }
  }
}
