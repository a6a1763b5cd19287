package tunnels.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tunnels.service.AgentPlace;
import tunnels.service.Invocation;

/** What a service must be told, since it has next to none of this shell's environment. */
final class ServiceEnvironment {

  private static final List<String> STANDARD = List.of("/usr/local/bin", "/usr/bin", "/bin");

  private final Surroundings surroundings;

  ServiceEnvironment(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * @throws UsageError if nobody knows how the program is started
   */
  Invocation invocation(ServiceChoice choice, Context context) {
    Path launcher =
        surroundings
            .launcher()
            .orElseThrow(() -> new UsageError("this was not started by bin/tunnels: install it"));
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("PATH", path());
    java(launcher).ifPresent(java -> environment.put("TUNNELS_JAVA", java));
    Path home = surroundings.home();
    unless(home.resolve(".config/tunnels"), context.config())
        .ifPresent(config -> environment.put("TUNNELS_CONFIG", config));
    unless(home.resolve(Context.STATE), context.state())
        .ifPresent(state -> environment.put("TUNNELS_STATE", state));
    Optional<String> agent = surroundings.variable("SSH_AUTH_SOCK");
    agent
        .filter(socket -> choice.reaches(AgentPlace.of(agent)))
        .ifPresent(socket -> environment.put("SSH_AUTH_SOCK", socket));
    try {
      return new Invocation(launcher, environment);
    } catch (IllegalArgumentException e) {
      throw new UsageError(String.valueOf(e.getMessage()));
    }
  }

  /** Where programs are found that a service would not find: ssh, before all. */
  String path() {
    Set<String> folders = new LinkedHashSet<>();
    Stream.of(surroundings.variable("PATH").orElse("").split(":"))
        .filter(folder -> folder.startsWith("/") && Files.isExecutable(Path.of(folder, "ssh")))
        .findFirst()
        .ifPresent(folders::add);
    folders.addAll(STANDARD);
    return String.join(":", folders);
  }

  /** An installation remembers its java; without that, it is this one. */
  private Optional<String> java(Path launcher) {
    boolean remembered = Files.isReadable(launcher.resolveSibling("../lib/tunnels/start"));
    return surroundings
        .variable("TUNNELS_JAVA")
        .or(
            () ->
                remembered
                    ? Optional.empty()
                    : Optional.of(System.getProperty("java.home") + "/bin/java"));
  }

  private static Optional<String> unless(Path standard, Path path) {
    return Optional.of(path).filter(found -> !found.equals(standard)).map(Path::toString);
  }
}
