package tunnels.openssh;

import java.util.Locale;

/** Why something failed: the one place where failures become policy. */
public enum FailureKind {
  AUTH(true, "run `ssh %s` by hand and mend what it says (key, agent, certificate), then `up`"),
  HOST_KEY(true, "check the server's host key with its admin, mend known_hosts, then `up`"),
  CONFIG(true, "mend what it names, then `up`; `ssh -G %s` shows what ssh reads"),
  DNS(false, "check the name %s and this machine's network; it is tried again"),
  REFUSED(false, "check that sshd runs on %s and listens on that port; it is tried again"),
  UNREACHABLE(false, "check this machine's network, VPN and routes to %s; it is tried again"),
  TIMEOUT(false, "%s or a firewall before it does not answer; it is tried again"),
  NEGOTIATION(true, "client and server share no algorithm; see `ssh -v %s` and your ssh_config"),
  JUMP(false, "run `ssh %s` by hand: the failure is at the jump host or proxy before it"),
  LOCAL_BUSY(false, "something here has that address: `ss -ltnp` names it; or choose another"),
  REMOTE_REFUSED(
      false, "in use on %s, or forbidden there (AllowTcpForwarding, PermitListen): try another"),
  KEEPALIVE(false, "the connection to %s was silent for too long; it is tried again"),
  CLOSED(false, "the connection to %s ended; it is tried again"),
  UNKNOWN(false, "run `ssh %s` by hand to see more");

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

  /** One line on what to do about it. */
  public String advice(String host) {
    return String.format(Locale.ROOT, advice, host);
  }

  /** The word of the contract: {@code host-key}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
