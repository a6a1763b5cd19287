package tunnels.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code [[forward]]} as it will be written. It may have faults: the check of the written profile
 * tells them.
 *
 * @param spec as ssh takes it after -L, -R or -D
 * @param socks whether it is a SOCKS proxy
 * @param expose whether other machines can connect
 * @param permit where a SOCKS proxy on the remote side may go; empty for every other forward, and
 *     where nobody has said it
 */
public record ForwardText(
    Forward.Kind kind, String spec, boolean socks, boolean expose, List<String> permit) {

  /** Nothing of the text depends on it. */
  private static final Path SOME_HOME = Path.of("/home");

  public ForwardText {
    permit = List.copyOf(permit);
  }

  /**
   * @param gatewayPorts ssh's -g: without a bind address every interface, for a listener on this
   *     side
   */
  public static ForwardText of(Forward.Kind kind, String spec, boolean gatewayPorts) {
    Optional<ForwardSpec> read = ForwardSpec.parse(kind, spec, SOME_HOME, why -> {});
    if (read.isEmpty()) {
      return new ForwardText(kind, spec, false, false, List.of());
    }
    ForwardSpec ends = read.get();
    boolean wide = gatewayPorts && kind != Forward.Kind.REMOTE && unbound(ends.listen());
    String plain = spec.contains("[") ? ForwardSpec.argument(ends.listen(), ends.target()) : spec;
    return new ForwardText(
        kind,
        wide ? Endpoint.ANY + ":" + plain.strip() : plain,
        ends.target().isEmpty(),
        wide || Listeners.exposed(ends.listen()),
        List.of());
  }

  /** Why ssh, or a profile, cannot have this after -L, -R or -D, if it cannot. */
  public static Optional<String> wrong(Forward.Kind kind, String spec) {
    List<String> why = new ArrayList<>();
    if (ForwardSpec.parse(kind, spec, SOME_HOME, why::add).isPresent()
        && !ProfileText.canSay(spec)) {
      why.add("a profile cannot say " + Quote.quote(spec));
    }
    return why.stream().findFirst();
  }

  /**
   * What it listens on, in a word: the port, or the name of the socket; empty if nobody can say.
   */
  public String listener() {
    return ForwardSpec.parse(kind, spec, SOME_HOME, why -> {})
        .map(ForwardSpec::listen)
        .map(
            listen ->
                listen instanceof Endpoint.Tcp tcp
                    ? String.valueOf(tcp.port())
                    : String.valueOf(((Endpoint.Unix) listen).path()).replaceFirst(".*/", ""))
        .orElse("");
  }

  /** Whether a profile must say where it may go. */
  public boolean needsPermit() {
    return socks && kind == Forward.Kind.REMOTE;
  }

  /** The same, of which somebody has said where it may go. */
  public ForwardText permitting(List<String> targets) {
    return new ForwardText(kind, spec, socks, expose, needsPermit() ? targets : List.of());
  }

  /** The line of a profile that says it. */
  public String line() {
    return kind.word() + " = " + ProfileText.string(spec);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("[[forward]]", line()));
    if (expose) {
      lines.add("expose = true");
    }
    if (needsPermit()) {
      boolean any = permit.equals(List.of(Permits.ANY));
      lines.add("permit = " + (any ? ProfileText.string(Permits.ANY) : ProfileText.list(permit)));
    }
    return lines;
  }

  private static boolean unbound(Endpoint listen) {
    return listen instanceof Endpoint.Tcp tcp && tcp.host().isEmpty();
  }
}
