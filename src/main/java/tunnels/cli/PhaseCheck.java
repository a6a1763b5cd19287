package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.Finding;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** What is wrong with a tunnel now, whatever else would let it be up. */
final class PhaseCheck {

  private PhaseCheck() {}

  /**
   * @param lifted whether what a hold rests on has changed since
   */
  static List<Finding> findings(TunnelStatus tunnel, boolean lifted) {
    List<Finding> findings = new ArrayList<>();
    String words = tunnel.failure().map(Failure::words).orElse("no reason is known");
    String advice = tunnel.failure().map(Failure::advice).orElse("tunnels logs " + tunnel.name());
    String up = "tunnels up " + tunnel.name();
    if (tunnel.phase() == Phase.HELD) {
      findings.add(
          lifted
              ? Finding.warn("held", words, "the next keepalive tries it again; at once: " + up)
              : Finding.bad("held", words, advice + "; then: " + up));
    }
    if (tunnel.phase() == Phase.WAITING) {
      findings.add(Finding.warn("waiting", words, advice));
    }
    if (tunnel.phase() == Phase.DEGRADED) {
      tunnel.forwards().stream()
          .filter(forward -> !forward.up())
          .map(PhaseCheck::missing)
          .forEach(findings::add);
    }
    return findings;
  }

  private static Finding missing(TunnelStatus.ForwardStatus forward) {
    Optional<Failure> failure = forward.failure();
    return Finding.warn(
        "forward " + forward.listen(),
        failure.map(Failure::words).orElse("is not there"),
        failure.map(Failure::advice).orElse("it is tried again"));
  }
}
