package tunnels.profile;

import java.util.List;

/** Holds a [job] against the rest of its profile: neither it nor its forwards go alone. */
final class JobTerms {

  private JobTerms() {}

  static void hold(Section top, List<Section> forwards, Profile.Ssh ssh) {
    if (top.has("job")) {
      holdForwards(top, forwards);
      holdCommands(top, ssh);
    } else if (!top.means("job")) {
      for (Section forward : forwards) {
        if (forward.has("server")) {
          refuse(forward);
        }
      }
    }
  }

  /** Forwards that could not be read as tables are a fault already. */
  private static void holdForwards(Section top, List<Section> forwards) {
    boolean read = !top.means("forward") || !forwards.isEmpty();
    if (read && forwards.stream().noneMatch(forward -> forward.means("server"))) {
      top.fault(
          "job",
          "no forward leads to this job's server: write [[forward]], and below it"
              + " server = \"PORT\"");
    }
  }

  private static void holdCommands(Section top, Profile.Ssh ssh) {
    if (!ssh.remoteCommands()) {
      top.fault(
          "job",
          "a job is submitted by commands on the host: write remote_commands = true below [ssh]");
    }
  }

  private static void refuse(Section forward) {
    forward.fault(
        "server",
        "\"server\" leads to a job's server, and this profile has no [job]: write one, or"
            + " local = \"...\"");
  }
}
