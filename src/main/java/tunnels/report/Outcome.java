package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.TunnelStatus.ForwardStatus;

/** How a tunnel is after a command, with who can now connect to it. */
public final class Outcome {

  private Outcome() {}

  /**
   * The result, for stdout.
   *
   * @param unchanged whether the command left it as it was
   */
  public static String result(TunnelStatus tunnel, Optional<Profile> profile, boolean unchanged) {
    List<String> lines = new ArrayList<>();
    String before = unchanged && tunnel.phase() == Phase.UP ? ", as before" : "";
    String phase = StatusTable.style(tunnel.phase()).of(tunnel.phase().word());
    lines.add(Style.STRONG.of(tunnel.name()) + ": " + phase + before);
    for (int i = 0; i < tunnel.forwards().size(); i++) {
      ForwardStatus forward = tunnel.forwards().get(i);
      if (forward.up() && profile.isPresent()) {
        lines.add("  " + forward(forward, profile.get().forwards().get(i), profile.get()));
      }
    }
    if (tunnel.job().isPresent()) {
      lines.add("  " + JobText.line(tunnel).orElseThrow());
      for (String remark : JobText.remarks(tunnel.job().get())) {
        lines.add("  " + Style.WARN.of(remark));
      }
    }
    return String.join("\n", lines);
  }

  /** What went wrong, for stderr; empty if nothing did. */
  public static String problems(TunnelStatus tunnel) {
    List<String> lines = new ArrayList<>();
    for (ForwardStatus forward : tunnel.forwards()) {
      if (forward.failure().isPresent()) {
        String who = tunnel.name() + ": " + forward.kind() + " " + forward.spec();
        lines.addAll(failure(who, forward.failure().get()));
      }
    }
    if (lines.isEmpty() && tunnel.failure().isPresent()) {
      lines.addAll(failure(tunnel.name(), tunnel.failure().get()));
    }
    return String.join("\n", lines);
  }

  private static String forward(ForwardStatus status, Forward forward, Profile profile) {
    String host = profile.host().text();
    String side = forward.listensRemotely() ? host + " " : "";
    String target = target(status, forward);
    String audience = Style.FAINT.of("(" + Audience.of(forward, host) + " can connect)");
    return forward.kind().word() + " " + side + status.listen() + target + "  " + audience;
  }

  private static String target(ForwardStatus status, Forward forward) {
    if (status.target().isPresent()) {
      return " -> " + status.target().get();
    }
    return forward.socks() ? " SOCKS proxy" : " -> the job's server";
  }

  private static List<String> failure(String who, Failure failure) {
    return List.of(
        who + ": " + Style.BAD.of(failure.kind().word()) + ": " + failure.message(),
        "  " + failure.advice());
  }
}
