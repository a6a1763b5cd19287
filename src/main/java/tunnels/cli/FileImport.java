package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tunnels.convert.CommandFile;
import tunnels.convert.CommandSource;
import tunnels.convert.FoundCommand;
import tunnels.convert.FoundCommands;
import tunnels.convert.Taken;
import tunnels.convert.UnitName;
import tunnels.files.FolderListing;
import tunnels.files.RegularFile;

/** What {@code import --file} finds: in one file, in each file of a folder, on standard input. */
final class FileImport {

  /** Makes a profile's text of one command. */
  interface Reader {
    Optional<Taken> read(FoundCommand command, Path directory, Consumer<String> refuse);
  }

  private final Path home;
  private final Reader reader;
  private final Consumer<String> refuse;
  private final List<ProfileNames.Wish> wishes = new ArrayList<>();
  private final List<String> cutOver = new ArrayList<>();
  private final List<String> scripts = new ArrayList<>();
  private int met = 0;

  /**
   * @param refuse is told of each command of which no profile comes
   */
  FileImport(Path home, Reader reader, Consumer<String> refuse) {
    this.home = home;
    this.reader = reader;
    this.refuse = refuse;
  }

  List<ProfileNames.Wish> wishes() {
    return wishes;
  }

  /** Commands of ssh and autossh, whether or not they became profiles. */
  int met() {
    return met;
  }

  /** How to stop what the files start, in the order of the files. */
  List<String> cutOver() {
    return cutOver;
  }

  /**
   * @param name as it was typed: a file, a folder, or {@code -}
   */
  void read(String name) throws IOException {
    Path path = Path.of(name);
    if (!name.equals(InputText.STDIN) && Files.isDirectory(path)) {
      folder(path);
    } else {
      text(name, "", InputText.read(name, template(path)));
    }
    if (met == 0) {
      refuse.accept("no command of ssh or autossh stands in " + name);
      scripts.forEach(
          script -> refuse.accept("it runs " + script + ": tunnels import --file " + script));
    }
  }

  /** An instance of a template has no file of its own; systemd reads that of the template. */
  private Path template(Path path) {
    UnitName unit = new UnitName(String.valueOf(path.getFileName()), home);
    boolean instance = !unit.instance().isEmpty() && !Files.exists(path);
    return instance ? path.resolveSibling(unit.template()) : path;
  }

  private void folder(Path folder) throws IOException {
    for (Path file : FolderListing.of(folder).stream().sorted().toList()) {
      if (RegularFile.isThere(file)) {
        try {
          text(file.toString(), file + ": ", InputText.read(file.toString(), file));
        } catch (UsageError e) {
          refuse.accept(e.getMessage());
        }
      }
    }
  }

  /**
   * @param place what each refusal begins with
   */
  private void text(String name, String place, String text) {
    Path file = Path.of(name);
    String own = name.equals(InputText.STDIN) ? "" : String.valueOf(file.getFileName());
    Function<Path, Optional<String>> files =
        other -> {
          try {
            return Optional.of(InputText.read(other.toString(), other));
          } catch (UsageError e) {
            return Optional.empty();
          }
        };
    FoundCommands found =
        CommandFile.commands(
            text,
            new CommandSource(own, home, files),
            why -> {
              met++;
              refuse.accept(place + why);
            });
    scripts.addAll(found.scripts());
    List<FoundCommand> taken = new ArrayList<>();
    for (FoundCommand command : found.commands()) {
      met++;
      Consumer<String> at = why -> refuse.accept(place + "line " + command.line() + ": " + why);
      reader
          .read(command, home, at)
          .ifPresent(
              it -> {
                taken.add(command);
                wishes.add(new ProfileNames.Wish(base(own, found, it), it));
              });
    }
    if (!taken.isEmpty()) {
      cutOver.add(CutOver.from(name, found, taken, home));
    }
  }

  /** A unit with one command, and a job of launchd, have a name that a person chose. */
  private static String base(String file, FoundCommands found, Taken taken) {
    boolean single = found.commands().size() == 1;
    return switch (found.form()) {
      case UNIT -> single && !file.isEmpty() ? unit(file) : taken.host();
      case PLIST -> found.label().isEmpty() ? taken.host() : last(found.label());
      case CRONTAB, SCRIPT -> taken.host();
    };
  }

  private static String unit(String file) {
    UnitName unit = new UnitName(file, Path.of("/"));
    return unit.instance().isEmpty() ? unit.stem() : unit.instance();
  }

  /** Of {@code org.example.tunnel} the last. */
  private static String last(String label) {
    return label.substring(label.lastIndexOf('.') + 1);
  }
}
