package tunnels.openssh;

import static tunnels.openssh.FailureKind.CLOSED;
import static tunnels.openssh.FailureKind.CONFIG;
import static tunnels.openssh.FailureKind.DNS;
import static tunnels.openssh.FailureKind.KEEPALIVE;
import static tunnels.openssh.FailureKind.REFUSED;
import static tunnels.openssh.FailureKind.REMOTE_REFUSED;
import static tunnels.openssh.FailureKind.TIMEOUT;
import static tunnels.openssh.FailureKind.UNREACHABLE;

import java.util.List;

/** What ssh says of names, routes and connections, its own and those that a jump host makes. */
final class NetworkSentences {

  /** getaddrinfo(3) in the words of glibc, musl, the BSDs and macOS. */
  static final String NO_NAME =
      "(?:Name or service not known|Name does not resolve|nodename nor servname provided"
          + "|hostname nor servname provided|No address associated with|Name has no usable address"
          + "|Unknown host|unknown host|Host not found|Non-recoverable failure in name)";

  static final String NO_RESOLVER =
      "(?:Temporary failure in name resolution|Try again|System error)";
  static final String NO_ROUTE =
      "(?:No route to host|Network is unreachable|Network is down|Host is down|Host is unreachable"
          + "|Address family not supported.*|(?:Can't|Cannot) assign requested address)";
  static final String FORBIDDEN = "(?:Permission denied|Operation not permitted)";
  static final String LATE = "(?:Connection timed out|Operation timed out)";

  private static final String CONNECT = "^ssh: connect to (?:host|address) (\\S+) port (\\d+): ";
  private static final String JUMPED = "^channel \\d+: open failed: connect failed: ";

  /** ssh reads no answer of the server while it waits for the agent: only a limit ends that. */
  static final String STOOD_STILL =
      "sshd greeted, and the login then stood still: a key waits for a touch or a confirmation"
          + " (FIDO, `ssh-add -c`), or large packets are lost on the way (MTU, VPN); `ssh -v {ssh}`"
          + " shows where it stops";

  private static final String SILENCE =
      "sshd greeted, and then no more came: large packets are lost on the way (MTU, VPN), or the"
          + " server hangs; `ssh -v {ssh}` shows where it stops";
  private static final String SAYS_NOTHING =
      "something takes the connection and says nothing: another service on that port, an sshd"
          + " that is overloaded, or a firewall or proxy in between";
  private static final String BIND =
      "{1} (BindAddress in ssh_config) is no address of this machine now: a VPN that is down?";

  private NetworkSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            DNS,
            "^ssh: Could not resolve host(?:name)? (\\S+): " + NO_RESOLVER,
            "names cannot be looked up now: check this machine's network, VPN and DNS"),
        Sentence.of(
            DNS,
            "^ssh: Could not resolve host(?:name)? \"?([^\\s:\"]+)",
            "check the name {1} (HostName, ProxyJump), the Hosts of ssh_config that this account has,"
                + " and this machine's network"),
        Sentence.of(
            DNS,
            JUMPED + "(" + NO_NAME + "|" + NO_RESOLVER + ")",
            "the jump host cannot look up the name: write in HostName what it knows, or an address"),
        Sentence.of(
            DNS,
            "^getaddrinfo: (\\S+): ",
            "BindAddress in ssh_config names {1}, which is not found"),
        Sentence.of(
            REFUSED,
            CONNECT + "Connection refused$",
            "nothing listens on port {2} of {1}: check that sshd runs there, and the port"),
        Sentence.of(
            REFUSED,
            JUMPED + "Connection refused$",
            "the jump host was refused by {host}: check that sshd runs there, and the port"),
        Sentence.of(UNREACHABLE, CONNECT + NO_ROUTE + "$"),
        Sentence.of(
            UNREACHABLE,
            CONNECT + FORBIDDEN + "$",
            "a firewall or policy of this machine forbids the connection to {1} port {2}"),
        Sentence.of(UNREACHABLE, JUMPED + NO_ROUTE + "$", "the jump host has no route to {host}"),
        Sentence.of(UNREACHABLE, "^bind ([^\\[\\s]\\S*): ", BIND),
        Sentence.of(
            UNREACHABLE,
            "^getifaddrs: (\\S+): ",
            "the interface {1} (BindInterface in ssh_config) is not there now: a VPN that is down?"),
        Sentence.of(
            TIMEOUT,
            CONNECT + LATE + "$",
            "{1} does not answer: it is off, or a firewall or VPN drops what is sent to port {2}"),
        Sentence.of(TIMEOUT, JUMPED + LATE + "$", "the jump host gets no answer from {host}"),
        Sentence.of(TIMEOUT, "^Connection timed out during banner exchange$", SAYS_NOTHING),
        Sentence.of(TIMEOUT, "_exchange_identification: read: " + LATE + "$", SAYS_NOTHING),
        Sentence.of(
            TIMEOUT, "^banner exchange: Connection to \\S+ port \\d+: " + LATE + "$", SAYS_NOTHING),
        Sentence.of(TIMEOUT, "^Connection to \\S+ port \\d+ timed out$", SILENCE),
        Sentence.of(
            TIMEOUT,
            "^(ssh_dispatch_run_fatal: |packet_write_\\w+: |Read from socket failed: ?).*"
                + LATE
                + "$",
            SILENCE),
        Sentence.of(UNREACHABLE, CONNECT + "(?!Connection reset|failure$).*"),
        Sentence.of(KEEPALIVE, "^Timeout, server \\S+ not responding\\.$"),
        Sentence.of(
            REMOTE_REFUSED,
            "^(exec|shell|subsystem) request failed on channel|^PTY allocation request failed",
            "{host} runs no command for this account"),
        Sentence.of(
            CONFIG,
            "^Tunnel device open failed|^Could not request tunnel forwarding",
            "tunnels opens no network device: remove Tunnel"));
  }

  /** What only says that it ended; what stands before it is worth showing too. */
  static List<Sentence> endings() {
    return List.of(
        Sentence.of(UNREACHABLE, CONNECT + "failure$"),
        Sentence.of(
            CLOSED,
            "kex_exchange_identification: (No SSH version|banner line)"
                + "|^Bad remote protocol version|^Bad packet length",
            "what answers at that port is no sshd, or something on the way changes it: check the"
                + " port; a network that wants a login in a browser does this too"),
        Sentence.of(
            REMOTE_REFUSED,
            "open failed: administratively prohibited",
            "{host} lets this account in, and forbids it sessions or forwarding"),
        Sentence.of(
            CLOSED,
            "Corrupted MAC on input|message authentication code incorrect|Connection corrupted"
                + "|Packet corrupt|Disconnecting .*: Corrupted",
            "the data arrives damaged: a router, VPN or network card on the way"),
        Sentence.of(
            CLOSED,
            "^Received disconnect from .*:12: |Too many connections",
            "{host} has as many connections as it takes: it is tried again"),
        Sentence.of(
            CLOSED,
            "^(kex|ssh)_exchange_identification: |^banner exchange: |^Not allowed at this time"
                + "|^Exceeded MaxStartups",
            "{host} closes before it greets: too many logins at once (MaxStartups), a penalty after"
                + " failed ones (PerSourcePenalties, fail2ban), or hosts.deny"),
        Sentence.of(
            CLOSED,
            "^Received disconnect from |^Disconnected from ",
            "{host} ended it, in its own words"),
        Sentence.of(
            CLOSED,
            "^Connection (closed|reset) by \\S+ port \\d+$",
            "{host} closed it before the login was through: its limits (MaxStartups, penalties), its"
                + " accounts (PAM, AllowUsers); its log says why"),
        Sentence.of(
            CLOSED,
            "Connection (to \\S+ )?closed|Connection reset|closed by remote host|Broken pipe"));
  }
}
