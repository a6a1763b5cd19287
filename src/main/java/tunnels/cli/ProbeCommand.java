package tunnels.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tunnels.openssh.Proof;
import tunnels.report.Style;
import tunnels.supervise.Phase;
import tunnels.supervise.Proving;
import tunnels.supervise.Roster;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.TunnelStatus.ForwardStatus;
import tunnels.supervise.Wanted;

/** {@code probe}: asks the far end now. */
final class ProbeCommand implements Command {

  private final Context context;
  private List<String> words = List.of();

  ProbeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.PROBE)
        .description(
            "Uses each forward whose profile has a probe as a client would; one that listens on the"
                + " far side is reached through the tunnel, there and back. A round trip asks the"
                + " server itself, and leaves a line in its log.",
            "Exit status: 0 everything answers; 1 something does not, or is wanted up and is not; 2 a"
                + " name is wrong.")
        .parameters(
            "NAME",
            "Tunnels; all that are up or wanted up if none is named.",
            given -> words = given);
  }

  @Override
  public Integer call() throws IOException {
    Survey survey = context.survey();
    SortedSet<String> names = new TreeSet<>();
    SortedSet<String> known = survey.names();
    words.forEach(word -> names.add(Targets.one(word, known)));
    if (words.isEmpty()) {
      for (String name : survey.ours()) {
        TunnelStatus status = look(name);
        boolean there = status.pid().isPresent() || status.wanted() == Wanted.UP;
        names.addAll(there ? Set.of(name) : Set.of());
      }
      if (names.isEmpty()) {
        context.console().say("nothing is up, and nothing is wanted up: tunnels up NAME");
      }
    }
    List<Exit> exits = new ArrayList<>();
    for (String name : names) {
      exits.add(probe(name, survey));
    }
    return Exit.gravest(exits).status();
  }

  private TunnelStatus look(String name) throws IOException {
    return context.survey().look(name, context.surroundings().clock().instant());
  }

  private Exit probe(String name, Survey survey) throws IOException {
    String connection = survey.connectionOf(name).orElse(name);
    Roster roster = Roster.of(context.catalog(), context.store(), Set.of());
    Proving proving = new Proving(context.store(), context.surroundings().clock());
    Optional<Store.Proofs> proofs = proving.prove(connection, roster);
    for (String link : survey.links(Set.of(name))) {
      var unused = proving.prove(link, roster);
    }
    TunnelStatus status = look(name);
    if (proofs.isEmpty() || status.pid().isEmpty()) {
      context.console().say(name + " is " + status.phase().word() + ": tunnels up " + name);
      return Exit.NOT_AS_ASKED;
    }
    boolean answers = proofs.get().roundTripMicros().isPresent();
    context.console().result(Style.STRONG.of(name) + ": " + roundTrip(proofs.get()));
    boolean all = answers && status.phase() == Phase.UP;
    for (ForwardStatus forward : status.forwards()) {
      Optional<Proof> proof = forward.proof().map(TunnelStatus.Proved::proof);
      proof.ifPresent(said -> tell(forward, said));
      all &= proof.map(Proof::ok).orElse(true);
    }
    return all ? Exit.AS_ASKED : Exit.NOT_AS_ASKED;
  }

  private void tell(ForwardStatus forward, Proof proof) {
    Style style = proof.ok() ? Style.GOOD : Style.BAD;
    String words = style.of(proof.said());
    context.console().result("  " + forward.kind() + " " + forward.listen() + ": " + words);
  }

  private static String roundTrip(Store.Proofs proofs) {
    return proofs
        .roundTripMicros()
        .map(micros -> String.format(Locale.ROOT, "round trip %.1f ms", micros / 1000.0))
        .orElse(Style.BAD.of("the server does not answer"));
  }
}
