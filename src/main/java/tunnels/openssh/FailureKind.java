package tunnels.openssh;

import java.util.Locale;

/** Why something failed: the one place where failures become policy. */
public enum FailureKind {
  AUTH(
      true,
      "run `ssh {ssh}` by hand and fix what it says (key, agent, certificate), then `up`; if it asks you something, see `tunnels doctor`"),
  HOST_KEY(
      true,
      "unknown: `up` on a terminal, and compare the key; changed: ask the server's admin first"),
  CONFIG(true, "fix what it names, then `up`; `ssh -G {ssh}` shows what ssh reads"),
  DNS(false, "check the name {host} and this machine's network"),
  REFUSED(false, "check that sshd runs on {host} and listens on that port"),
  UNREACHABLE(false, "check this machine's network, VPN and routes to {host}"),
  TIMEOUT(false, "{host} or a firewall before it does not answer"),
  NEGOTIATION(true, "client and server share no algorithm; see `ssh -v {ssh}` and your ssh_config"),
  JUMP(false, "run `ssh {ssh}` by hand: the failure is at the jump host or proxy before it"),
  LOCAL_BUSY(false, "something here has that address: `ss -ltnp` names it; or choose another"),
  REMOTE_REFUSED(
      false,
      "in use on {host}, by another user or a dead session (its ClientAliveInterval ends those), or"
          + " forbidden there (AllowTcpForwarding, PermitListen)"),
  KEEPALIVE(false, "the connection to {host} was silent for too long"),
  CLOSED(false, "the connection to {host} ended"),
  UNKNOWN(false, "run `ssh {ssh}` by hand to see more");

  private final boolean holds;
  private final String advice;

  FailureKind(boolean holds, String advice) {
    this.holds = holds;
    this.advice = advice;
  }

  /** Whether only a person can help, so that it is never retried unattended. */
  public boolean holds() {
    return holds;
  }

  /** One line on what to do where no more is known, with the places of {@link Cause}. */
  String advice() {
    return advice;
  }

  /** The word of the contract: {@code host-key}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
