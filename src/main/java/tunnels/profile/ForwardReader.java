package tunnels.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.profile.Forward.Kind;
import tunnels.profile.Forward.Probe;

/** Reads one [[forward]] of a profile. */
final class ForwardReader {
  private static final Choice<Probe> PROBES = new Choice<>(List.of(Probe.values()));

  private final Section section;
  private final Path home;

  private ForwardReader(Section section, Path home) {
    this.section = section;
    this.home = home;
  }

  /** Empty after a fault that leaves nothing to go on with. */
  static Optional<Forward> read(Section section, Path home) {
    ForwardReader reader = new ForwardReader(section, home);
    Optional<Kind> kind = reader.kind();
    return kind.isPresent() ? reader.forward(kind.get()) : Optional.empty();
  }

  private Optional<Kind> kind() {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (section.has(kind.word())) {
        kinds.add(kind);
      }
    }
    if (kinds.size() == 1) {
      return Optional.of(kinds.get(0));
    }
    tellNotOne(kinds);
    for (Kind kind : kinds) {
      var unused = ends(kind, section.text(kind.word()));
    }
    var unused = new Rest(section);
    return Optional.empty();
  }

  private void tellNotOne(List<Kind> kinds) {
    if (kinds.size() > 1) {
      section.fault(
          kinds.get(1).word(),
          "this [[forward]] has both \""
              + kinds.get(0).word()
              + "\" and \""
              + kinds.get(1).word()
              + "\": write a [[forward]] for each");
      return;
    }
    section.fault(
        section.line(),
        "this [[forward]] goes nowhere: write one of local, remote or dynamic, or with a [job]"
            + " server");
  }

  /** What stands in a forward beside its ends, each key with its own faults. */
  private static final class Rest {

    final List<String> permit;
    final Optional<String> label;
    final Optional<Probe> probe;
    final Optional<String> open;
    final boolean expose;

    Rest(Section section) {
      permit = Permits.read(section);
      label = section.text("label");
      probe = PROBES.read(section, "probe");
      open = section.text("open");
      expose = section.truth("expose", false);
      if (open.isPresent() && (!open.get().startsWith("/") || open.get().contains(" "))) {
        section.fault(
            "open", Quote.quote(open.get()) + " is no path of a URL: write it beginning with /");
      }
    }
  }

  private Optional<Forward> forward(Kind kind) {
    Optional<String> text = section.text(kind.word());
    Optional<ForwardSpec.Ends> ends = ends(kind, text);
    Rest rest = new Rest(section);
    hold(kind, ends, text, rest);
    Optional<ForwardSpec> spec = ends.isPresent() ? ends.get().whole() : Optional.empty();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Forward(
            kind,
            text.orElseThrow(),
            spec.get().listen(),
            spec.get().target(),
            rest.permit,
            rest.label,
            rest.probe.orElse(Probe.NONE),
            rest.open,
            rest.expose,
            section.line()));
  }

  private Optional<ForwardSpec.Ends> ends(Kind kind, Optional<String> text) {
    return text.isPresent()
        ? ForwardSpec.ends(kind, text.get(), home, section.refusal(kind.word()))
        : Optional.empty();
  }

  /** Whatever can be said by that of its ends which can be read. */
  private void hold(Kind kind, Optional<ForwardSpec.Ends> ends, Optional<String> text, Rest rest) {
    boolean known = kind != Kind.REMOTE || ends.isPresent();
    boolean socks = kind == Kind.DYNAMIC || (kind == Kind.REMOTE && known && ends.get().socks());
    Optional<Endpoint> listen = ends.isPresent() ? ends.get().listen() : Optional.empty();
    holdPermit(kind, known, socks);
    if (listen.isPresent()) {
      holdExpose(kind, listen.get(), text.orElseThrow(), rest.expose);
    }
    if (known && rest.probe.isPresent()) {
      holdProbe(rest.probe.get(), socks);
    }
    if (rest.open.isPresent()) {
      holdOpen(kind, listen);
    }
  }

  /**
   * @param known whether it can be told if it is a SOCKS proxy
   */
  private void holdPermit(Kind kind, boolean known, boolean socks) {
    boolean proxy = kind == Kind.REMOTE && socks;
    if (proxy && !section.has("permit")) {
      section.fault(
          "remote",
          "a SOCKS proxy on the remote side lets every user there reach this machine and its "
              + "network: write permit = [\"host:port\", ...], or permit = \"any\"");
    }
    if (known && !proxy && section.has("permit")) {
      section.fault("permit", "\"permit\" is for a SOCKS proxy on the remote side only: remove it");
    }
  }

  private void holdExpose(Kind kind, Endpoint listen, String spec, boolean expose) {
    boolean exposed = Listeners.exposed(listen);
    if (exposed && !expose) {
      section.fault(
          kind.word(),
          Quote.quote(spec)
              + " lets other machines connect: write it without a bind "
              + "address, or add expose = true");
    }
    if (!exposed && expose) {
      section.warning(
          section.line("expose"),
          "\"expose\" changes nothing here, only this machine can connect: remove it, or write a "
              + "bind address");
    }
  }

  private void holdProbe(Probe probe, boolean socks) {
    if (probe == Probe.SOCKS && !socks) {
      section.fault(
          "probe",
          "\"socks\" asks a SOCKS proxy, and this forward has a destination: "
              + "write \"tcp\" or \"http\"");
    }
    if ((probe == Probe.TCP || probe == Probe.HTTP) && socks) {
      section.fault(
          "probe",
          Quote.quote(Choice.word(probe))
              + " asks a destination, and a SOCKS proxy "
              + "has none: write \"socks\"");
    }
  }

  private void holdOpen(Kind kind, Optional<Endpoint> listen) {
    boolean local = kind == Kind.LOCAL || kind == Kind.SERVER;
    boolean onPath = listen.isPresent() && listen.get() instanceof Endpoint.Unix;
    if (!local || onPath) {
      section.fault(
          "open",
          "\"open\" needs a local port for the browser: write it below a local "
              + "forward on a port, or remove it");
    }
  }
}
