package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import tunnels.openssh.EffectiveConfig;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** What of a profile plain ssh has no words for. */
public final class Unsaid {

  private static final List<String> FORWARDS =
      List.of("localforward", "remoteforward", "dynamicforward");

  private Unsaid() {}

  /** In any form. */
  public static List<String> of(Profile profile) {
    List<String> unsaid = new ArrayList<>();
    profile
        .ssh()
        .connection()
        .ifPresent(shared -> unsaid.add("connection \"" + shared + "\": this is a login more"));
    List<Forward> forwards = profile.forwards();
    if (forwards.stream().anyMatch(forward -> forward.probe() != Forward.Probe.NONE)) {
      unsaid.add("probe: nobody asks whether the far end answers");
    }
    if (forwards.stream().anyMatch(Forward::picksPort)) {
      unsaid.add("port 0: the server picks another at each start");
    }
    if (forwards.stream().anyMatch(Unsaid::leavesAFileThere)) {
      unsaid.add("a socket file that a lost connection leaves on the server stays in the way");
    }
    unsaid.add("one forward that fails ends all: tunnels keeps the others, and tries it again");
    return unsaid;
  }

  /** Of a unit of systemd. */
  public static List<String> ofUnit(Profile profile) {
    List<String> unsaid = new ArrayList<>(of(profile));
    if (!profile.unattended()) {
      unsaid.add("unattended = false: the unit tries all the same");
    }
    unsaid.add(
        "holds: a login that is refused is tried every "
            + UnitText.PAUSE_SECONDS
            + " s, which can lock an account");
    return unsaid;
  }

  /** Forwards of the user's own, which tunnels leaves alone. */
  public static List<String> beside(EffectiveConfig host) {
    boolean some = FORWARDS.stream().anyMatch(keyword -> !host.values(keyword).isEmpty());
    return some ? List.of("ssh_config has forwards for this host: this opens them too") : List.of();
  }

  private static boolean leavesAFileThere(Forward forward) {
    return forward.listensRemotely() && forward.listen() instanceof Endpoint.Unix;
  }
}
