package tunnels.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunnels.profile.Catalogs;

/** {@code check}: validates profiles without connecting. */
final class CheckCommand implements Command {

  private final Context context;
  private List<String> words = List.of();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.CHECK)
        .description(
            "Tells every fault of every file at once, each as FILE:LINE: what is wrong, and what to"
                + " write.",
            "FILE, a path or a name that ends in .toml, is a profile that stands anywhere: it is read"
                + " with the defaults of config.toml, and not compared with the others. - is one on"
                + " stdin.",
            "Exit status: 0 all are valid; 2 some are not.")
        .parameters(
            "NAME|FILE|-",
            "Tunnels or files; every profile if none is named.",
            given -> words = given);
  }

  @Override
  public Integer call() {
    List<String> names = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String word : words) {
      (isFile(word) ? files : names).add(word);
    }
    List<Exit> exits = new ArrayList<>();
    for (String file : files) {
      exits.add(file(file));
    }
    int count = files.size();
    if (!names.isEmpty() || files.isEmpty()) {
      exits.add(tunnels(names));
      count += names.isEmpty() ? context.catalog().profiles().size() : names.size();
    }
    Exit exit = Exit.gravest(exits);
    if (exit == Exit.AS_ASKED) {
      context.console().result(count + (count == 1 ? " profile" : " profiles") + ", no fault");
    }
    return exit.status();
  }

  private boolean isFile(String word) {
    boolean named = word.equals(InputText.STDIN) || word.contains("/") || word.endsWith(".toml");
    return named && !context.catalog().names().contains(word);
  }

  private Exit tunnels(List<String> words) {
    List<String> names = new ArrayList<>();
    for (String word : words) {
      names.add(Targets.one(word, context.catalog().names()));
    }
    Faults faults = new Faults(context);
    faults.warn(names);
    return names.isEmpty() ? faults.ofAll() : faults.ofTunnels(names);
  }

  private Exit file(String word) {
    Path file = Path.of(word.equals(InputText.STDIN) ? "stdin" : word);
    byte[] text = InputText.bytes(word, file);
    Path home = context.surroundings().home();
    return new Faults(context).of(Catalogs.ofText(context.config(), home, file, text));
  }
}
