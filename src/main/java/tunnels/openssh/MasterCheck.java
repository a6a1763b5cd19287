package tunnels.openssh;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a living master can tell of its server: where remote forwards really listen. */
public final class MasterCheck {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String LISTENING =
      "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == \"0A\" {print $2}'\n";

  private final Master master;

  public MasterCheck(Master master) {
    this.master = master;
  }

  /**
   * A server's {@code GatewayPorts yes} binds even a loopback forward everywhere (seen with 9.2).
   *
   * @param ports that the profile has on the server's loopback only
   */
  public List<Finding> exposed(Set<Integer> ports) {
    if (ports.isEmpty()) {
      return List.of();
    }
    RemoteAnswer answer = master.run(LISTENING, LIMIT);
    if (answer.said().isEmpty()) {
      return List.of(
          Finding.warn(
              "login shell there",
              "does not run our commands: " + answer.why(),
              "its start-up files; without it, what a dead session left there stays in the way"));
    }
    Set<Integer> everywhere = everywhere(answer.said().get());
    List<Finding> findings = new ArrayList<>();
    for (int port : ports) {
      if (everywhere.contains(port)) {
        findings.add(
            Finding.warn(
                "remote port " + port,
                "the server lets everyone who reaches it connect (its GatewayPorts)",
                "a Unix socket instead; or ask its admin for GatewayPorts clientspecified"));
      }
    }
    return findings;
  }

  /** The version of the server, as it greets, or what it says in place of that. */
  public static List<Finding> server(InetSocketAddress address) {
    return List.of(Doorstep.greeting(address, LIMIT).finding(address));
  }

  /** Lines as in proc(5): the address and the port in hexadecimal digits. */
  static Set<Integer> everywhere(String listening) {
    return listening
        .lines()
        .map(line -> line.strip().toUpperCase(Locale.ROOT))
        .filter(line -> line.matches("(0{8}|0{32}):[0-9A-F]{4}"))
        .map(line -> HexFormat.fromHexDigits(line.substring(line.indexOf(':') + 1)))
        .collect(Collectors.toSet());
  }
}
