package tunnels.openssh;

import static tunnels.openssh.FailureKind.DNS;
import static tunnels.openssh.FailureKind.JUMP;
import static tunnels.openssh.FailureKind.REFUSED;
import static tunnels.openssh.FailureKind.TIMEOUT;
import static tunnels.openssh.FailureKind.UNREACHABLE;

import java.util.List;

/**
 * What is said where ssh itself made no connection: by a jump host's ssh, or by whatever command
 * ProxyCommand is (a shell with /dev/tcp, nc, ncat, socat, connect, a cloud's tool). Looser than
 * ssh's own sentences, and asked only where ssh said that its proxy gave up.
 */
final class ProxySentences {

  private static final String BY_HAND =
      "the command of ProxyCommand says so; run it by hand (`ssh -G {ssh}` prints it)";

  private ProxySentences() {}

  /** ssh's name for a connection that another process made. */
  static boolean gaveUp(String line) {
    return line.contains("UNKNOWN port 65535") || line.startsWith("stdio forwarding failed");
  }

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            JUMP,
            "^channel \\d+: open failed: administratively prohibited",
            "the jump host forwards nothing to {host} for this account (AllowTcpForwarding,"
                + " PermitOpen): ask its admin"),
        Sentence.of(
            JUMP,
            "^channel \\d+: open failed: (unknown channel type|resource shortage)",
            "the jump host cannot forward now: too many sessions, or it is no OpenSSH"),
        Sentence.of(
            JUMP,
            "exec: .*(not found|No such file or directory|Permission denied)|command not found"
                + "|^\\S*sh: .*not found$",
            "the command of ProxyCommand is not there, or not in this PATH (cron's is short): write"
                + " its whole path"),
        Sentence.of(
            JUMP,
            "^(Control socket connect|mux_client_\\S+:|Stdio forwarding request failed|Master refused)",
            "the shared connection to the jump host does not work: `ssh -O exit` it, or wait"),
        Sentence.of(REFUSED, "(?i)connection refused", BY_HAND),
        Sentence.of(UNREACHABLE, "(?i)" + NetworkSentences.NO_ROUTE, BY_HAND),
        Sentence.of(TIMEOUT, "(?i)\\btimed out\\b|\\btimeout\\b", BY_HAND),
        Sentence.of(
            DNS,
            "(?i)"
                + NetworkSentences.NO_NAME
                + "|"
                + NetworkSentences.NO_RESOLVER
                + "|could not resolve|no such host|getaddrinfo",
            BY_HAND));
  }
}
