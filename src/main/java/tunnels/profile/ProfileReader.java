package tunnels.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one profile file; what the files say of each other is looked at elsewhere. */
final class ProfileReader {
  private final Defaults defaults;
  private final Path home;

  ProfileReader(Defaults defaults, Path home) {
    this.defaults = defaults;
    this.home = home;
  }

  Draft read(Path file) {
    Findings found = new Findings(file);
    String fileName = Catalogs.name(file);
    String name = fileName.substring(0, fileName.length() - Catalogs.ENDING.length());
    if (!Names.isName(name)) {
      found.fault(
          1, Quote.quote(name) + " is no name for a tunnel: rename the file, with " + Names.FORM);
    }
    return draft(name, found, TomlFence.read(found));
  }

  /** One that stands anywhere, perhaps under a name that is not its own yet. */
  Draft read(Path file, byte[] text) {
    Findings found = new Findings(file);
    String name = Names.near(Catalogs.name(file));
    Optional<String> plain = SourceText.decode(text, found);
    return draft(
        name, found, plain.isPresent() ? TomlFence.read(plain.get(), found) : Optional.empty());
  }

  private Draft draft(String name, Findings found, Optional<Value.Table> table) {
    if (table.isEmpty()) {
      return new Draft(name, found, Optional.empty(), table);
    }
    Section top = new Section(table.get(), Place.PROFILE, found);
    return new Draft(name, found, profile(name, top, found.file()), table);
  }

  /** Everything is read before the host is looked at: no fault hides another. */
  private Optional<Profile> profile(String name, Section top, Path file) {
    Optional<Destination> host = host(top);
    String description = top.text("description").orElse("");
    List<String> tags = tags(top);
    boolean autostart = top.truth("autostart", false);
    boolean unattended = top.truth("unattended", true);
    List<Section> sections = top.sections(Place.FORWARD, "forward");
    List<Forward> forwards = forwards(top, sections);
    Profile.Ssh ssh = SshReader.read(top, Place.SSH, defaults.ssh(), home);
    Profile.Retry retry = TimesReader.retry(top, defaults.retry());
    Profile.Health health = TimesReader.health(top, defaults.health());
    Optional<Job> job = JobReader.read(top, home);
    JobTerms.hold(top, sections, ssh);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Profile(
            name,
            file,
            description,
            host.get(),
            tags,
            autostart,
            unattended,
            forwards,
            ssh,
            retry,
            health,
            job));
  }

  private static Optional<Destination> host(Section top) {
    if (!top.means("host")) {
      top.fault(1, "\"host\" is missing: write host = \"...\" at the top, as you would after ssh");
    }
    Optional<String> text = top.text("host");
    return text.isPresent()
        ? DestinationParser.parse(text.get(), top.refusal("host"))
        : Optional.empty();
  }

  private static List<String> tags(Section top) {
    if (!top.has("tags")) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (Value.Text tag : top.texts("tags")) {
      names.add(tag.text());
      if (!Names.isName(tag.text())) {
        top.fault(tag.line(), Quote.quote(tag.text()) + " is no tag: write " + Names.FORM);
      }
    }
    return List.copyOf(names);
  }

  private List<Forward> forwards(Section top, List<Section> sections) {
    if (!top.means("forward") && !top.has("job")) {
      top.fault(
          "host", "there is no forward: write [[forward]], and below it local, remote or dynamic");
    }
    List<Forward> forwards = new ArrayList<>();
    for (Section section : sections) {
      Optional<Forward> forward = ForwardReader.read(section, home);
      if (forward.isPresent()) {
        compare(forward.get(), forwards, section);
        forwards.add(forward.get());
      }
    }
    return forwards;
  }

  private static void compare(Forward forward, List<Forward> earlier, Section section) {
    for (Forward other : earlier) {
      if (Listeners.clash(forward, other)) {
        section.fault(
            section.line(),
            forward.listen()
                + " is taken already by the forward on line "
                + other.line()
                + ": write another port or path");
        break;
      }
    }
    for (Forward other : earlier) {
      if (permitsDiffer(forward, other)) {
        section.fault(
            "permit",
            "\"permit\" differs from that of the forward on line "
                + other.line()
                + ", and ssh has one list for both: write the same");
        break;
      }
    }
  }

  private static boolean permitsDiffer(Forward one, Forward other) {
    boolean both = !one.permit().isEmpty() && !other.permit().isEmpty();
    return both && !new HashSet<>(one.permit()).equals(new HashSet<>(other.permit()));
  }
}
