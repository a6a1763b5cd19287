package tunnels.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Holds profiles against each other: shared connections agree, and listen addresses are apart. */
final class Neighbours {
  private final List<Draft> drafts;
  private final Map<String, Profile> firstOfConnection = new HashMap<>();
  private final Map<String, Profile> firstProxy = new HashMap<>();
  private final Map<Object, List<Taken>> earlier = new HashMap<>();
  private final Map<Taken, Clash> clashes = new LinkedHashMap<>();

  /**
   * @param drafts in the order of their names: of two that disagree, the later is at fault
   */
  Neighbours(List<Draft> drafts) {
    this.drafts = drafts;
  }

  void compare() {
    for (Draft draft : drafts) {
      Optional<Profile> valid = draft.valid();
      if (valid.isPresent()) {
        compare(draft, valid.get());
      }
    }
    tell();
  }

  private void compare(Draft draft, Profile profile) {
    agree(draft, profile);
    agreeOnPermit(draft, profile);
    if (draft.found().clean()) {
      listenApart(draft, profile);
    }
  }

  private void agree(Draft draft, Profile profile) {
    Profile first = firstOfConnection.putIfAbsent(profile.connection(), profile);
    if (first == null) {
      return;
    }
    for (Term term : Term.values()) {
      if (!term.of(profile).equals(term.of(first))) {
        int line = draft.line(term.key()).orElseGet(() -> connectionLine(draft));
        draft.found().fault(line, String.join(" ", term.key()) + differs(profile, first));
      }
    }
  }

  private void agreeOnPermit(Draft draft, Profile profile) {
    Optional<Forward> proxy = proxy(profile);
    if (proxy.isEmpty()) {
      return;
    }
    Profile first = firstProxy.putIfAbsent(profile.connection(), profile);
    if (first != null && !permit(profile).equals(permit(first))) {
      draft.found().fault(proxy.get().line(), "permit" + differs(profile, first));
    }
  }

  private static Optional<Forward> proxy(Profile profile) {
    for (Forward forward : profile.forwards()) {
      if (!forward.permit().isEmpty()) {
        return Optional.of(forward);
      }
    }
    return Optional.empty();
  }

  private static int connectionLine(Draft draft) {
    return draft.line(List.of("ssh", "connection")).orElse(1);
  }

  private static String differs(Profile profile, Profile first) {
    return " differs from that of "
        + Quote.quote(first.name())
        + ", with which this profile shares the connection "
        + Quote.quote(profile.connection())
        + ": write the same, or give it another connection below [ssh]";
  }

  private static Set<String> permit(Profile profile) {
    Set<String> permitted = new HashSet<>();
    for (Forward forward : profile.forwards()) {
      permitted.addAll(forward.permit());
    }
    return permitted;
  }

  /** A forward of an earlier profile. */
  private record Taken(Profile by, Forward forward) {}

  /**
   * An address that is taken.
   *
   * @param draft the second profile that has it
   * @param taken the first
   * @param others all but the first
   */
  private record Clash(Draft draft, Forward forward, Taken taken, SortedSet<String> others) {

    String words() {
      String more = others.size() > 1 ? ", as do " + others.size() + " profiles in all: " : "";
      return forward.listen()
          + " is where "
          + Quote.quote(taken.by().name())
          + " listens too (line "
          + taken.forward().line()
          + " of "
          + taken.by().file().getFileName()
          + ")"
          + (more.isEmpty() ? "" : more + String.join(", ", others))
          + (more.isEmpty() ? ": only one of the two" : ": only one of them")
          + " can be up, so write another port or path";
    }
  }

  private void listenApart(Draft draft, Profile profile) {
    for (Forward forward : profile.forwards()) {
      List<Taken> there = earlier.get(Listeners.place(forward));
      if (there != null) {
        warn(draft, profile, forward, there);
      }
    }
    for (Forward forward : profile.forwards()) {
      Object place = Listeners.place(forward);
      List<Taken> there = earlier.getOrDefault(place, new ArrayList<>(1));
      there.add(new Taken(profile, forward));
      earlier.put(place, there);
    }
  }

  /** Of an address that several have, the second profile is told, once for all of them. */
  private void warn(Draft draft, Profile profile, Forward forward, List<Taken> there) {
    for (Taken taken : there) {
      if (clash(forward, profile, taken)) {
        clashes
            .computeIfAbsent(taken, first -> new Clash(draft, forward, first, new TreeSet<>()))
            .others()
            .add(profile.name());
        return;
      }
    }
  }

  private void tell() {
    for (Clash clash : clashes.values()) {
      clash.draft().found().warning(clash.forward().line(), clash.words());
    }
  }

  private static boolean clash(Forward forward, Profile profile, Taken taken) {
    boolean sameSide =
        !forward.listensRemotely() || profile.host().text().equals(taken.by().host().text());
    return sameSide && Listeners.clash(forward, taken.forward());
  }

  /** A thing on which the profiles of one connection agree, and the key that says it. */
  private enum Term {
    HOST("host"),
    CONFIG("ssh config"),
    OPTIONS("ssh options"),
    REMOTE_COMMANDS("ssh remote_commands"),
    LOGINS("ssh logins"),
    ALIVE("health alive"),
    TIMEOUT("health timeout");

    private final String key;

    Term(String key) {
      this.key = key;
    }

    List<String> key() {
      return List.of(key.split(" "));
    }

    Object of(Profile profile) {
      return switch (this) {
        case HOST -> profile.host().text();
        case CONFIG -> profile.ssh().config();
        case OPTIONS -> profile.ssh().options();
        case REMOTE_COMMANDS -> profile.ssh().remoteCommands();
        case LOGINS -> profile.ssh().logins();
        case ALIVE -> profile.health().alive();
        case TIMEOUT -> profile.health().timeout();
      };
    }
  }
}
