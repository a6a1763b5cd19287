package tunnels.openssh;

import java.util.Locale;

/** Why something failed: the one place where failures become policy. */
public enum FailureKind {
  AUTH(
      true,
      "run `ssh %2$s` by hand and mend what it says (key, agent, certificate), then `up`; if it asks you something, see `tunnels doctor`"),
  HOST_KEY(
      true,
      "unknown: `up` on a terminal, and compare the key; changed: ask the server's admin first"),
  CONFIG(true, "mend what it names, then `up`; `ssh -G %2$s` shows what ssh reads"),
  DNS(false, "check the name %1$s and this machine's network"),
  REFUSED(false, "check that sshd runs on %1$s and listens on that port"),
  UNREACHABLE(false, "check this machine's network, VPN and routes to %1$s"),
  TIMEOUT(false, "%1$s or a firewall before it does not answer"),
  NEGOTIATION(true, "client and server share no algorithm; see `ssh -v %2$s` and your ssh_config"),
  JUMP(false, "run `ssh %2$s` by hand: the failure is at the jump host or proxy before it"),
  LOCAL_BUSY(false, "something here has that address: `ss -ltnp` names it; or choose another"),
  REMOTE_REFUSED(
      false,
      "in use on %1$s, by another user or a dead session (its ClientAliveInterval ends those), or"
          + " forbidden there (AllowTcpForwarding, PermitListen)"),
  KEEPALIVE(false, "the connection to %1$s was silent for too long"),
  CLOSED(false, "the connection to %1$s ended"),
  UNKNOWN(false, "run `ssh %2$s` by hand to see more");

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

  /**
   * One line on what to do about it.
   *
   * @param byHand the words that follow {@code ssh} for the same connection by hand
   */
  String advice(String host, String byHand) {
    return String.format(Locale.ROOT, advice, host, byHand);
  }

  /** The word of the contract: {@code host-key}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
