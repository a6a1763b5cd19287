package tunnels.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunnels.convert.Taken;
import tunnels.files.RegularFile;
import tunnels.profile.ForwardText;

/** Puts new profiles where profiles live, says what is in them, and checks them. */
final class NewProfiles {

  /** What is to be written, and under which name. */
  record Draft(String name, Taken taken) {}

  private final Context context;
  private final List<String> written = new ArrayList<>();

  NewProfiles(Context context) {
    this.context = context;
  }

  Exit print(Draft draft) {
    context.console().result(draft.taken().profile().toml());
    return tell(draft) ? Exit.AS_ASKED : Exit.USAGE;
  }

  Exit write(Draft draft) throws IOException {
    return create(draft) && tell(draft) ? Exit.AS_ASKED : Exit.USAGE;
  }

  /** Whether no profile has this name, or one of just this text. */
  static boolean isFree(Path profiles, String name, Taken taken) {
    Path file = profiles.resolve(name + ".toml");
    return !Files.exists(file) || isThere(file, taken);
  }

  private static boolean isThere(Path file, Taken taken) {
    try {
      String toml = taken.profile().toml();
      return RegularFile.textIfThere(file, 2 * toml.length()).equals(toml);
    } catch (IOException e) {
      return false;
    }
  }

  /** Never over a profile that is there: then false, unless it is the same. */
  boolean create(Draft draft) throws IOException {
    Path profiles = Files.createDirectories(context.config().resolve("profiles"));
    Path target = profiles.resolve(draft.name() + ".toml");
    if (isThere(target, draft.taken())) {
      say(draft, "is there already, the same");
      return true;
    }
    try {
      new Output(target).create(draft.taken().profile().toml());
    } catch (FileAlreadyExistsException e) {
      context
          .console()
          .say("tunnels: " + target + " is there already, and stays as it is: give another --name");
      return false;
    }
    context.forgetCatalog();
    context.console().result(target.toString());
    written.add(draft.name());
    return true;
  }

  /** As `tunnels check` does, those that were written. */
  Exit check() {
    if (written.isEmpty()) {
      return Exit.AS_ASKED;
    }
    Faults faults = new Faults(context);
    faults.warn(written);
    Exit exit = faults.ofTunnels(written);
    context
        .console()
        .say(
            exit == Exit.AS_ASKED
                ? "next: tunnels show " + written.get(0) + "; tunnels up " + written.get(0)
                : "edit what has a fault, then: tunnels check");
    return exit;
  }

  /** Returns whether nothing is left for a person to fill in. */
  private boolean tell(Draft draft) {
    boolean complete = true;
    for (ForwardText forward : draft.taken().profile().forwards()) {
      String exposed = forward.expose() ? ", to which other machines can connect" : "";
      say(draft, forward.line() + exposed);
      complete &= !forward.needsPermit() || !forward.permit().isEmpty();
    }
    draft.taken().notes().forEach(note -> say(draft, note));
    if (!complete) {
      say(
          draft,
          "where may the SOCKS proxy on the remote side go? --permit HOST:PORT, or --permit any");
    }
    return complete;
  }

  private void say(Draft draft, String what) {
    context.console().say(draft.name() + ": " + what);
  }
}
