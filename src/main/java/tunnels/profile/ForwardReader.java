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
    if (kinds.size() > 1) {
      section.fault(
          kinds.get(1).word(),
          "this [[forward]] has both \""
              + kinds.get(0).word()
              + "\" and \""
              + kinds.get(1).word()
              + "\": write a [[forward]] for each");
    } else {
      section.fault(
          section.line(),
          "this [[forward]] goes nowhere: write one of local, remote or dynamic, or with a [job]"
              + " server");
    }
    return Optional.empty();
  }

  private Optional<Forward> forward(Kind kind) {
    Optional<String> text = section.text(kind.word());
    Optional<ForwardSpec> spec = spec(kind, text);
    List<String> permit = Permits.read(section);
    Optional<String> label = section.text("label");
    Optional<Probe> probe = PROBES.read(section, "probe");
    Optional<String> open = section.text("open");
    boolean expose = section.truth("expose", false);
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    Forward forward =
        new Forward(
            kind,
            text.orElseThrow(),
            spec.get().listen(),
            spec.get().target(),
            permit,
            label,
            probe.orElse(Probe.NONE),
            open,
            expose,
            section.line());
    hold(forward);
    return Optional.of(forward);
  }

  private Optional<ForwardSpec> spec(Kind kind, Optional<String> text) {
    return text.isPresent()
        ? ForwardSpec.parse(kind, text.get(), home, section.refusal(kind.word()))
        : Optional.empty();
  }

  private void hold(Forward forward) {
    holdPermit(forward);
    holdExpose(forward);
    holdProbe(forward);
    if (forward.open().isPresent()) {
      holdOpen(forward, forward.open().get());
    }
  }

  private void holdPermit(Forward forward) {
    boolean proxy = forward.kind() == Kind.REMOTE && forward.socks();
    if (proxy && !section.has("permit")) {
      section.fault(
          "remote",
          "a SOCKS proxy on the remote side lets every user there reach this machine and its "
              + "network: write permit = [\"host:port\", ...], or permit = \"any\"");
    }
    if (!proxy && section.has("permit")) {
      section.fault("permit", "\"permit\" is for a SOCKS proxy on the remote side only: remove it");
    }
  }

  private void holdExpose(Forward forward) {
    boolean exposed = Listeners.exposed(forward.listen());
    if (exposed && !forward.expose()) {
      section.fault(
          forward.kind().word(),
          Quote.quote(forward.spec())
              + " lets other machines connect: write it without a bind "
              + "address, or add expose = true");
    }
    if (!exposed && forward.expose()) {
      section.warning(
          section.line("expose"),
          "\"expose\" changes nothing here, only this machine can connect: remove it, or write a "
              + "bind address");
    }
  }

  private void holdProbe(Forward forward) {
    Probe probe = forward.probe();
    if (probe == Probe.SOCKS && !forward.socks()) {
      section.fault(
          "probe",
          "\"socks\" asks a SOCKS proxy, and this forward has a destination: "
              + "write \"tcp\" or \"http\"");
    }
    if ((probe == Probe.TCP || probe == Probe.HTTP) && forward.socks()) {
      section.fault(
          "probe",
          Quote.quote(Choice.word(probe))
              + " asks a destination, and a SOCKS proxy "
              + "has none: write \"socks\"");
    }
  }

  private void holdOpen(Forward forward, String path) {
    if (!path.startsWith("/") || path.contains(" ")) {
      section.fault("open", Quote.quote(path) + " is no path of a URL: write it beginning with /");
    }
    boolean local = forward.kind() == Kind.LOCAL || forward.toJob();
    if (!local || forward.listen() instanceof Endpoint.Unix) {
      section.fault(
          "open",
          "\"open\" needs a local port for the browser: write it below a local "
              + "forward on a port, or remove it");
    }
  }
}
