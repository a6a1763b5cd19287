package tunnels.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tunnels.openssh.FailureKind;

/** What can be wrong with a host, as a user's ssh_config has it, and what it is to be called. */
final class Cases {

  /** Ports of the {@link FaultyServer} on which something else than a good sshd is. */
  static final int DROPPED = 2201;

  static final int SILENT = 2202;
  static final int CLOSES = 2203;
  static final int FULL = 2204;
  static final int NOBODY = 2299;

  /**
   * @param host lines of the Host of this name
   */
  record Case(FailureKind kind, List<String> host) {}

  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Map<String, List<String>> hops = new LinkedHashMap<>();
  private final String address;

  Cases(String address) {
    this.address = address;
    logins();
    networks();
    hostKeys();
    hops();
  }

  Map<String, Case> all() {
    return cases;
  }

  /** The words of the failures' kinds, by case. */
  Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    cases.forEach((name, each) -> kinds.put(name, each.kind().word()));
    return kinds;
  }

  /** A user's ssh_config with a Host for each. */
  String config() {
    List<String> lines = new ArrayList<>();
    hops.forEach((name, host) -> lines.addAll(block(name, host)));
    cases.forEach((name, each) -> lines.addAll(block(name, each.host())));
    return String.join("\n", lines) + "\n";
  }

  private List<String> block(String name, List<String> host) {
    boolean key = host.stream().anyMatch(line -> line.startsWith("IdentityFile"));
    Stream<String> defaults = Stream.of("User u", "HostName " + address, "IdentitiesOnly yes");
    return Stream.of(
            Stream.of("Host " + name),
            host.stream(),
            defaults,
            key ? Stream.<String>empty() : Stream.of("IdentityFile ~/.ssh/id"))
        .flatMap(lines -> lines)
        .toList();
  }

  private void logins() {
    put(FailureKind.AUTH, "auth", "User certified");
    put(FailureKind.AUTH, "auth-passphrase", "IdentityFile ~/.ssh/locked");
    put(FailureKind.AUTH, "auth-open-key", "IdentityFile ~/.ssh/open");
    put(FailureKind.AUTH, "auth-certificate-expired", "User certified", "IdentityFile ~/.ssh/old");
    put(
        FailureKind.AUTH,
        "auth-too-many",
        "User tries",
        "IdentityFile ~/.ssh/k1",
        "IdentityFile ~/.ssh/k2",
        "IdentityFile ~/.ssh/k3",
        "IdentityFile ~/.ssh/k4");
    put(FailureKind.NEGOTIATION, "negotiation-cipher", "Ciphers aes128-cbc");
    put(FailureKind.NEGOTIATION, "negotiation-host-key", "HostKeyAlgorithms rsa-sha2-512");
    put(FailureKind.NEGOTIATION, "negotiation-kex", "KexAlgorithms diffie-hellman-group14-sha1");
  }

  private void networks() {
    put(FailureKind.REFUSED, "refused", "Port " + NOBODY);
    put(FailureKind.TIMEOUT, "timeout", "Port " + DROPPED);
    put(FailureKind.TIMEOUT, "timeout-banner", "Port " + SILENT);
    put(FailureKind.CLOSED, "closed-early", "Port " + CLOSES);
    put(FailureKind.CLOSED, "closed-full", "Port " + FULL);
    put(FailureKind.UNREACHABLE, "unreachable", "HostName 2001:db8::1");
    put(FailureKind.UNREACHABLE, "unreachable-host", "HostName " + neighbour());
    put(FailureKind.DNS, "dns", "HostName nowhere.invalid");
  }

  private void hostKeys() {
    put(FailureKind.HOST_KEY, "host-key-unknown", "UserKnownHostsFile /dev/null");
    put(
        FailureKind.HOST_KEY,
        "host-key-strict",
        "UserKnownHostsFile /dev/null",
        "StrictHostKeyChecking yes");
    put(FailureKind.HOST_KEY, "host-key-changed", "UserKnownHostsFile ~/.ssh/other_hosts");
    put(FailureKind.HOST_KEY, "host-key-revoked", "RevokedHostKeys ~/.ssh/host.pub");
  }

  private void hops() {
    hops.put("hop", List.of());
    hops.put("hop-auth", List.of("User certified"));
    hops.put("hop-refused", List.of("Port " + NOBODY));
    hops.put("hop-unknown", List.of("UserKnownHostsFile /dev/null"));
    hops.put("hop-noforward", List.of("User noforward"));
    put(FailureKind.AUTH, "jump-auth", "ProxyJump hop-auth");
    put(FailureKind.REFUSED, "jump-refused", "ProxyJump hop-refused");
    put(FailureKind.HOST_KEY, "jump-host-key", "ProxyJump hop-unknown");
    put(FailureKind.JUMP, "jump-forbidden", "ProxyJump hop-noforward");
    put(FailureKind.REFUSED, "jump-target-refused", "ProxyJump hop", "Port " + NOBODY);
    put(FailureKind.DNS, "jump-target-dns", "ProxyJump hop", "HostName nowhere.invalid");
    put(FailureKind.JUMP, "jump-command-fails", "ProxyCommand false");
    put(FailureKind.JUMP, "jump-command-missing", "ProxyCommand no-such-program %h");
  }

  private void put(FailureKind kind, String name, String... host) {
    cases.put(name, new Case(kind, List.of(host)));
  }

  /** An address of the same network that nobody has. */
  private String neighbour() {
    return address.substring(0, address.lastIndexOf('.')) + ".253";
  }
}
