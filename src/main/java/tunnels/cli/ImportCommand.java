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
import tunnels.convert.FoundCommand;
import tunnels.convert.HostImport;
import tunnels.convert.Taken;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;
import tunnels.openssh.EffectiveConfig;
import tunnels.profile.Names;

/** {@code import}: profiles from command lines of ssh and from Hosts of ssh_config. */
final class ImportCommand implements Command {

  private static final String UNIT = ".service";
  private static final int LONGEST = 1024 * 1024;

  private final Context context;
  private boolean refused = false;
  private @Nullable String name;
  private boolean print;
  private @Nullable String host;
  private @Nullable Path configFile;
  private @Nullable Path file;
  private List<String> permit = List.of();
  private List<String> words = List.of();

  ImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.IMPORT)
        .description(
            "  tunnels import -- ssh -N -L 8080:db:80 user@host",
            "  tunnels import --host HOST          its LocalForward, ...Forward",
            "  tunnels import --file FILE          a systemd unit, a crontab or a script",
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
        .option("--file", "FILE", "Where commands of ssh stand.", given -> file = Path.of(given))
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
    List<NewProfiles.Draft> drafts = drafts();
    Exit exit = refused || drafts.isEmpty() ? Exit.USAGE : Exit.AS_ASKED;
    List<Exit> exits = new ArrayList<>(List.of(exit));
    NewProfiles made = new NewProfiles(context);
    for (NewProfiles.Draft draft : drafts) {
      exits.add(print ? made.print(draft) : made.write(draft));
    }
    exits.add(made.check());
    return Exit.gravest(exits).status();
  }

  private List<NewProfiles.Draft> drafts() throws IOException {
    List<NewProfiles.Draft> drafts = new ArrayList<>();
    if (host != null) {
      ofHost(host).ifPresent(taken -> drafts.add(named(taken, "", drafts)));
    } else if (file != null) {
      ofFile(file, drafts);
    } else {
      ofWords().ifPresent(taken -> drafts.add(named(taken, "", drafts)));
    }
    return drafts;
  }

  private Optional<Taken> ofHost(String of) {
    Optional<Path> config = Optional.ofNullable(configFile).map(Path::toAbsolutePath);
    return EffectiveConfig.ask(context.processes(), config, List.of(), of, this::refuse)
        .flatMap(said -> HostImport.of(of, said, config, permitted(), this::refuse));
  }

  /** A command may come as one word, if somebody put quotes round it. */
  private Optional<Taken> ofWords() {
    boolean line = words.size() == 1 && words.get(0).contains(" ");
    Path here = Path.of("").toAbsolutePath();
    List<FoundCommand> found =
        line
            ? CommandFile.commands(words.get(0), context.surroundings().home(), this::refuse)
            : List.of(new FoundCommand(1, words, List.of()));
    return found.stream().findFirst().flatMap(command -> taken(command, here, this::refuse));
  }

  private void ofFile(Path of, List<NewProfiles.Draft> drafts) throws IOException {
    Path home = context.surroundings().home();
    List<FoundCommand> found = CommandFile.commands(text(of), home, this::refuse);
    if (found.isEmpty() && !refused) {
      refuse("no command of ssh or autossh stands in " + of);
    }
    String own = String.valueOf(of.getFileName());
    boolean unit = own.endsWith(UNIT) && found.size() == 1;
    String wish = unit ? own.substring(0, own.length() - UNIT.length()) : "";
    for (FoundCommand command : found) {
      Consumer<String> refuse = why -> refuse("line " + command.line() + ": " + why);
      taken(command, home, refuse).ifPresent(taken -> drafts.add(named(taken, wish, drafts)));
    }
  }

  private static String text(Path of) {
    try {
      return RegularFile.text(of, LONGEST);
    } catch (IOException e) {
      throw new UsageError(of + ": " + FileFailure.why(e));
    }
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

  /** By the name that was asked for, or after the host; a number where that is taken. */
  private NewProfiles.Draft named(Taken taken, String wish, List<NewProfiles.Draft> earlier) {
    String base =
        Optional.ofNullable(name).orElseGet(() -> Names.near(wish.isEmpty() ? taken.host() : wish));
    List<String> used = earlier.stream().map(NewProfiles.Draft::name).toList();
    String free = base;
    for (int number = 2; used.contains(free); number++) {
      free = base + "-" + number;
    }
    return new NewProfiles.Draft(free, taken);
  }
}
