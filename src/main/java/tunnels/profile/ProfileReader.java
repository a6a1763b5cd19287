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
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - Catalogs.ENDING.length());
    if (!Names.isName(name)) {
      found.fault(
          1, Quote.quote(name) + " is no name for a tunnel: rename the file, with " + Names.FORM);
    }
    Optional<Value.Table> table =
        SourceText.read(file, found).flatMap(text -> TomlFence.read(text, found));
    Optional<Profile> profile =
        table.flatMap(read -> profile(name, new Section(read, Place.PROFILE, found), file));
    return new Draft(name, found, profile, table);
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
    Profile.Ssh ssh = ssh(top);
    Profile.Retry retry = retry(top);
    Profile.Health health = health(top);
    Optional<Job> job = top.section(Place.JOB, "job").map(read -> JobReader.read(read, home));
    JobTerms.hold(top, sections, ssh);
    return host.map(
        to ->
            new Profile(
                name,
                file,
                description,
                to,
                tags,
                autostart,
                unattended,
                forwards,
                ssh,
                retry,
                health,
                job));
  }

  private Profile.Ssh ssh(Section top) {
    return top.section(Place.SSH, "ssh")
        .map(section -> SshReader.read(section, defaults.ssh(), home))
        .orElse(defaults.ssh());
  }

  private Profile.Retry retry(Section top) {
    return top.section(Place.RETRY, "retry")
        .map(section -> TimesReader.retry(section, defaults.retry()))
        .orElse(defaults.retry());
  }

  private Profile.Health health(Section top) {
    return top.section(Place.HEALTH, "health")
        .map(section -> TimesReader.health(section, defaults.health()))
        .orElse(defaults.health());
  }

  private static Optional<Destination> host(Section top) {
    if (!top.means("host")) {
      top.fault(1, "\"host\" is missing: write host = \"...\" at the top, as you would after ssh");
    }
    return top.text("host")
        .flatMap(text -> DestinationParser.parse(text, why -> top.fault("host", why)));
  }

  private static List<String> tags(Section top) {
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
