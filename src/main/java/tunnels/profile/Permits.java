package tunnels.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a SOCKS proxy on the remote side may go, as ssh's PermitRemoteOpen takes it. */
public final class Permits {
  static final String ANY = "any";

  private static final Pattern TARGET = Pattern.compile("(\\[[^\\]]*\\]|[^\\[\\]:]*):([^:]*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private Permits() {}

  /** Why a proxy cannot be confined to these, if it cannot. */
  public static Optional<String> wrong(List<String> targets) {
    if (targets.equals(List.of(ANY))) {
      return Optional.empty();
    }
    List<String> why = new ArrayList<>();
    targets.forEach(entry -> target(entry, why::add));
    return targets.isEmpty()
        ? Optional.of("nowhere to go: write targets as HOST:PORT, or any")
        : why.stream().findFirst();
  }

  /** Empty after a fault, and where nothing is permitted. */
  static List<String> read(Section forward) {
    if (!forward.has("permit")) {
      return List.of();
    }
    if (isAny(forward.get("permit"))) {
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
    return entries.stream().flatMap(entry -> target(entry, forward).stream()).distinct().toList();
  }

  private static boolean isAny(Optional<Value> value) {
    return value.filter(v -> v instanceof Value.Text text && text.text().equals(ANY)).isPresent();
  }

  private static boolean isEmptyList(Optional<Value> value) {
    return value.filter(v -> v instanceof Value.Items list && list.items().isEmpty()).isPresent();
  }

  private static Optional<String> target(Value.Text entry, Section forward) {
    return target(entry.text(), why -> forward.fault(entry.line(), why));
  }

  static Optional<String> target(String entry, Consumer<String> refuse) {
    Optional<String> why = wrong(entry);
    why.ifPresent(reason -> refuse.accept(Quote.quote(entry) + " " + reason));
    return why.isPresent() ? Optional.empty() : Optional.of(entry);
  }

  private static Optional<String> wrong(String entry) {
    Matcher target = TARGET.matcher(entry);
    if (entry.equals(ANY)) {
      return Optional.of(
          "stands beside other targets: write permit = \"any\" alone, or leave it out");
    }
    if (!target.matches()) {
      return Optional.of("is no target: write \"host:port\", IPv6 as \"[address]:port\"");
    }
    if (entry.equals("*:*")) {
      return Optional.of("is everything: write permit = \"any\" to say so");
    }
    return wrongHost(target.group(1)).or(() -> wrongPort(target.group(2)));
  }

  private static Optional<String> wrongHost(String host) {
    if (host.equals(Endpoint.ANY) || NAME.matcher(host).matches()) {
      return Optional.empty();
    }
    if (host.contains("*") || host.contains("?")) {
      return Optional.of(
          "has a pattern, but ssh compares whole names: write each host, or * for every one");
    }
    boolean ipv6 = host.startsWith("[") && HostText.isIpv6(host.replaceAll("[\\[\\]]", ""));
    return ipv6 ? Optional.empty() : Optional.of("has no valid host: write \"host:port\"");
  }

  private static Optional<String> wrongPort(String port) {
    boolean right = port.equals("*") || Ports.parse(port).filter(number -> number > 0).isPresent();
    return right
        ? Optional.empty()
        : Optional.of("has no valid port: write a number from 1 to 65535, or * for every port");
  }
}
