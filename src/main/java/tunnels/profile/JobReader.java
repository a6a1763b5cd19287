package tunnels.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.profile.Job.OnDown;
import tunnels.profile.Job.Route;
import tunnels.profile.Job.Server;

/** Reads the [job] of a profile. */
final class JobReader {
  private static final String SLURM = "slurm";

  private static final Choice<Server> SERVERS =
      new Choice<>(
          List.of(Server.RSTUDIO, Server.JUPYTER, Server.PARAVIEW),
          ", or command = \"...\" in its place");
  private static final Choice<Route> ROUTES = new Choice<>(List.of(Route.values()));
  private static final Choice<OnDown> ON_DOWN = new Choice<>(List.of(OnDown.values()));

  private final Section section;
  private final Path home;

  private JobReader(Section section, Path home) {
    this.section = section;
    this.home = home;
  }

  static Optional<Job> read(Section top, Path home) {
    Optional<Section> section = top.section(Place.JOB, "job");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    JobReader reader = new JobReader(section.get(), home);
    reader.holdScheduler();
    reader.holdWhatRuns();
    return Optional.of(reader.job());
  }

  private Job job() {
    return new Job(
        SERVERS.read(section, "server").orElse(Server.COMMAND),
        section.text("command"),
        section.text("script").flatMap(this::script),
        section.texts("setup").stream().map(Value.Text::text).toList(),
        SbatchOptions.read(section),
        ROUTES.read(section, "route").orElse(Route.AUTO),
        ON_DOWN.read(section, "on_down").orElse(OnDown.CANCEL),
        section.truth("expose", false),
        section.line());
  }

  private Optional<Path> script(String text) {
    String path = LocalPath.expanded(text, home);
    Optional<String> why = LocalPath.wrong(path, "a jobscript on this machine");
    why.ifPresent(reason -> section.fault("script", Quote.quote(path) + " " + reason));
    return why.isPresent() ? Optional.empty() : Optional.of(Path.of(path));
  }

  private void holdScheduler() {
    section
        .text("scheduler")
        .filter(name -> !name.equals(SLURM))
        .ifPresent(
            name ->
                section.fault(
                    "scheduler",
                    Quote.quote(name)
                        + " is no scheduler that tunnels knows: write \"slurm\", none other has"
                        + " been run"));
  }

  private void holdWhatRuns() {
    if (Stream.of("server", "command", "script").noneMatch(section::means)) {
      section.fault(
          section.line(),
          "this [job] runs nothing: write server = \"rstudio\" (or jupyter, or paraview), or"
              + " command = \"...\"");
    }
    holdApart("server", "command", "write one of them");
    holdApart("command", "script", "write one of them");
    holdApart("script", "setup", "write the lines of \"setup\" into the jobscript");
  }

  private void holdApart(String one, String other, String remedy) {
    if (section.has(one) && section.has(other)) {
      String both = Quote.quote(one) + " and " + Quote.quote(other);
      section.fault(other, "this [job] has both " + both + ": " + remedy);
    }
  }
}
