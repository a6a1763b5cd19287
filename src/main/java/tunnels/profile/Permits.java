package tunnels.profile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads where a SOCKS proxy on the remote side may go, as ssh's PermitRemoteOpen takes it. */
public final class Permits {
  static final String ANY = "any";

  private Permits() {}

  /** Why a proxy cannot be confined to these, if it cannot. */
  public static Optional<String> wrong(List<String> targets) {
    if (targets.equals(List.of(ANY))) {
      return Optional.empty();
    }
    if (targets.isEmpty()) {
      return Optional.of("nowhere to go: write targets as HOST:PORT, or any");
    }
    for (String target : targets) {
      Optional<String> why = wrong(target);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  /** Empty after a fault, and where nothing is permitted. */
  static List<String> read(Section forward) {
    if (!forward.has("permit")) {
      return List.of();
    }
    if (forward.says("permit", ANY)) {
      return List.of(ANY);
    }
    if (isEmptyList(forward.get("permit"))) {
      forward.fault(
          "permit", "\"permit\" is empty: list targets as \"host:port\", or write \"any\"");
    }
    List<Value.Text> entries = forward.texts("permit");
    if (entries.size() == 1 && entries.get(0).text().equals(ANY)) {
      return List.of(ANY);
    }
    return targets(forward, entries);
  }

  private static boolean isEmptyList(Optional<Value> value) {
    return value.isPresent() && value.get() instanceof Value.Items list && list.items().isEmpty();
  }

  private static List<String> targets(Section forward, List<Value.Text> entries) {
    Set<String> targets = new LinkedHashSet<>();
    for (Value.Text entry : entries) {
      Optional<String> why = wrong(entry.text());
      if (why.isPresent()) {
        forward.fault(entry.line(), why.get());
      } else {
        targets.add(entry.text());
      }
    }
    return List.copyOf(targets);
  }

  /** Why a proxy cannot go there, if it cannot. */
  static Optional<String> wrong(String entry) {
    Optional<String> why = reason(entry);
    return why.isPresent() ? Optional.of(Quote.quote(entry) + " " + why.get()) : why;
  }

  private static Optional<String> reason(String entry) {
    if (entry.equals(ANY)) {
      return Optional.of(
          "stands beside other targets: write permit = \"any\" alone, or leave it out");
    }
    int colon = entry.lastIndexOf(':');
    if (colon < 0 || !isWhole(entry.substring(0, colon))) {
      return Optional.of("is no target: write \"host:port\", IPv6 as \"[address]:port\"");
    }
    if (entry.equals("*:*")) {
      return Optional.of("is everything: write permit = \"any\" to say so");
    }
    Optional<String> why = wrongHost(entry.substring(0, colon));
    return why.isPresent() ? why : wrongPort(entry.substring(colon + 1));
  }

  /** Whether no colon or bracket stands in a host, but for the brackets round an address. */
  private static boolean isWhole(String host) {
    if (host.startsWith("[")) {
      return host.indexOf(']') == host.length() - 1;
    }
    return host.indexOf(':') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0;
  }

  private static Optional<String> wrongHost(String host) {
    if (host.equals(Endpoint.ANY) || isName(host)) {
      return Optional.empty();
    }
    if (host.contains("*") || host.contains("?")) {
      return Optional.of(
          "has a pattern, but ssh compares whole names: write each host, or * for every one");
    }
    boolean ipv6 = host.startsWith("[") && HostText.isIpv6(host.replaceAll("[\\[\\]]", ""));
    return ipv6 ? Optional.empty() : Optional.of("has no valid host: write \"host:port\"");
  }

  private static boolean isName(String host) {
    boolean named = !host.isEmpty() && ".-".indexOf(host.charAt(0)) < 0;
    for (int i = 0; named && i < host.length(); i++) {
      char c = host.charAt(i);
      named = Ascii.isLetterOrDigit(c) || "._-".indexOf(c) >= 0;
    }
    return named;
  }

  private static Optional<String> wrongPort(String port) {
    return port.equals("*") || Ports.parse(port).orElse(0) > 0
        ? Optional.empty()
        : Optional.of("has no valid port: write a number from 1 to 65535, or * for every port");
  }
}
