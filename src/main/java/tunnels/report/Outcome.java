package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.TunnelStatus.ForwardStatus;

/** How a tunnel is after a command, with who can now connect to it. */
public final class Outcome {

  private Outcome() {}

  /** The result, for stdout. */
  public static String result(TunnelStatus tunnel, Optional<Profile> profile) {
    List<String> lines = new ArrayList<>();
    String phase = StatusTable.style(tunnel.phase()).of(tunnel.phase().word());
    lines.add(Style.STRONG.of(tunnel.name()) + ": " + phase);
    for (int i = 0; i < tunnel.forwards().size(); i++) {
      ForwardStatus forward = tunnel.forwards().get(i);
      if (forward.up() && profile.isPresent()) {
        lines.add("  " + forward(forward, profile.get().forwards().get(i), profile.get()));
      }
    }
    JobText.line(tunnel).map(line -> "  " + line).ifPresent(lines::add);
    tunnel
        .job()
        .map(JobText::remarks)
        .orElse(List.of())
        .forEach(r -> lines.add("  " + Style.WARN.of(r)));
    return String.join("\n", lines);
  }

  /** What went wrong, for stderr; empty if nothing did. */
  public static String problems(TunnelStatus tunnel) {
    List<String> lines = new ArrayList<>();
    boolean ofForward = tunnel.forwards().stream().anyMatch(f -> f.failure().isPresent());
    if (!ofForward) {
      tunnel.failure().ifPresent(failure -> lines.addAll(failure(tunnel.name(), failure)));
    }
    for (ForwardStatus forward : tunnel.forwards()) {
      String who = tunnel.name() + ": " + forward.kind() + " " + forward.spec();
      forward.failure().ifPresent(failure -> lines.addAll(failure(who, failure)));
    }
    return String.join("\n", lines);
  }

  private static String forward(ForwardStatus status, Forward forward, Profile profile) {
    String host = profile.host().text();
    String side = forward.listensRemotely() ? host + " " : "";
    String target =
        status
            .target()
            .map(t -> " -> " + t)
            .orElse(forward.socks() ? " SOCKS proxy" : " -> the job's server");
    String audience = Style.FAINT.of("(" + Audience.of(forward, host) + " can connect)");
    return forward.kind().word() + " " + side + status.listen() + target + "  " + audience;
  }

  private static List<String> failure(String who, Failure failure) {
    return List.of(
        who + ": " + Style.BAD.of(failure.kind().word()) + ": " + failure.message(),
        "  " + failure.advice());
  }
}
