package tunnels.openssh;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** What ssh makes of connections, as {@code ssh -G} says: asked once for all that ask alike. */
final class Questions {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;
  private final Map<List<String>, Question> asked = new ConcurrentHashMap<>();

  Questions(Processes processes) {
    this.processes = processes;
  }

  Asked ask(Connection connection) {
    List<String> query = query(connection);
    asked.putIfAbsent(query, new Question());
    return requireNonNull(asked.get(query)).answer(() -> ask(query, connection.config()));
  }

  Thread askAhead(Connection connection) {
    Thread asking = new Thread(() -> tryToAsk(connection), "ssh -G");
    asking.setDaemon(true);
    asking.start();
    return asking;
  }

  private void tryToAsk(Connection connection) {
    try {
      var unused = ask(connection);
    } catch (RuntimeException e) {
      // Whoever asks next meets it too, and tells.
    }
  }

  private Asked ask(List<String> query, Optional<Path> config) {
    Finished answer = processes.run(query, "", LIMIT);
    if (answer.ok()) {
      return answer(EffectiveConfig.parse(answer.out()), config);
    }
    if (answer.status() == Finished.NOT_STARTED) {
      return new Asked.Refused(new Cause(FailureKind.CONFIG, "no ssh to run: " + answer.err()));
    }
    if (answer.status() == Finished.TIMED_OUT) {
      String words = "`ssh -G` does not end: see Match exec in ssh_config";
      return new Asked.Refused(new Cause(FailureKind.TIMEOUT, words));
    }
    Cause cause = Classifier.classify(answer.err());
    return new Asked.Refused(
        cause.kind() == FailureKind.CONFIG
            ? cause
            : new Cause(FailureKind.CONFIG, cause.message()));
  }

  private Asked answer(EffectiveConfig said, Optional<Path> config) {
    UserConfig user = UserConfig.of(said);
    List<UserConfig> chain = new JumpHosts(hop -> askHop(hop, config)).chain(user);
    Set<String> doors = new LinkedHashSet<>();
    chain.forEach(server -> doors.add(server.door()));
    return new Asked.Answer(
        user.server(),
        doors,
        user.forwards(),
        user.direct(),
        chain.get(0).direct(),
        user.hops(),
        said);
  }

  private UserConfig askHop(String hop, Optional<Path> config) {
    String place = hop.startsWith("ssh://") ? hop : "ssh://" + hop;
    Finished answer = processes.run(query(config, List.of(), place), "", LIMIT);
    return answer.ok()
        ? UserConfig.of(EffectiveConfig.parse(answer.out()))
        : UserConfig.unknown(hop);
  }

  /** The command that {@link #ask} runs; without a session, as the start is. */
  static List<String> query(Connection connection) {
    List<String> options = new ArrayList<>(connection.ours());
    options.addAll(connection.options());
    return query(connection.config(), options, connection.host().text());
  }

  /**
   * Of a jump host, which is given none of our options.
   *
   * @param hop as ProxyJump has it
   */
  static List<String> jump(Optional<Path> config, String hop) {
    return query(config, List.of(), hop.startsWith("ssh://") ? hop : "ssh://" + hop);
  }

  static List<String> query(Optional<Path> config, List<String> options, String host) {
    List<String> command = new ArrayList<>(List.of("ssh", "-G", "-N"));
    if (config.isPresent()) {
      command.addAll(List.of("-F", config.get().toString()));
    }
    for (String option : options) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(List.of("--", host));
    return command;
  }
}
