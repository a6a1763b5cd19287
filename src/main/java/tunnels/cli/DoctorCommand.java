package tunnels.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.files.FileFailure;
import tunnels.openssh.Finding;
import tunnels.profile.Profile;
import tunnels.report.FindingsText;
import tunnels.report.FindingsText.Found;

/** {@code doctor}: what would stop a tunnel from working here, with the remedy for each. */
final class DoctorCommand implements Command {

  private final Context context;
  private List<String> names = List.of();
  private boolean json;
  private boolean fix;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.DOCTOR)
        .description(
            "Looks at ssh and its files, keys and agent, the control sockets' place, ports, the"
                + " profiles, Java, and what is stale; each finding with its remedy. Of a tunnel"
                + " that is named, the server is asked for its greeting; nobody logs in.",
            "Exit status: 0 nothing hinders; 1 something does; 2 a name is wrong.")
        .parameters("NAME", "Tunnels; all if none is named.", given -> names = given)
        .flag("--json", "As JSON.", given -> json = given)
        .flag(
            "--fix",
            "Do the safe ones: permissions of your own files, and what `clean` removes.",
            given -> fix = given);
  }

  @Override
  public Integer call() throws IOException {
    Optional<Finding> state = state();
    if (state.isPresent()) {
      context.console().result(text(List.of(new Found(Optional.empty(), state.get(), false))));
      return Exit.NOT_AS_ASKED.status();
    }
    Known known = new Known(context);
    List<Profile> profiles =
        names.isEmpty()
            ? List.copyOf(context.catalog().profiles().values())
            : names.stream().map(known::profile).toList();
    Checkup checkup = new Checkup(context);
    List<Found> found = new ArrayList<>(treated(Optional.empty(), checkup.machine()));
    for (Profile profile : profiles) {
      List<Finding> findings = checkup.tunnel(profile, !names.isEmpty());
      found.addAll(treated(Optional.of(profile.name()), findings));
      found.addAll(treated(Optional.of(profile.name()), checkup.phase(profile)));
    }
    context.console().result(text(found));
    boolean hinders = found.stream().anyMatch(Found::hinders);
    return (hinders ? Exit.NOT_AS_ASKED : Exit.AS_ASKED).status();
  }

  /** A state that is not ours alone is not even looked at. */
  private Optional<Finding> state() {
    try {
      context.store();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Finding.bad("state", FileFailure.words(e), "ls -ld tells whose it is"));
    }
  }

  private String text(List<Found> found) {
    return json ? FindingsText.json(found) : FindingsText.of(found);
  }

  private List<Found> treated(Optional<String> tunnel, List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                new Found(tunnel, finding, fix && finding.fix().map(this::mend).orElse(false)))
        .toList();
  }

  private boolean mend(Finding.Fix mends) {
    try {
      mends.apply();
      return true;
    } catch (IOException e) {
      context.console().say("tunnels: " + FileFailure.words(e));
      return false;
    }
  }
}
