package tunnels.openssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tunnels.process.Finished;
import tunnels.process.Processes;

/**
 * Has ssh itself expand what stands in the name of a file, as {@code %C}, {@code %i} or {@code
 * ${VARIABLE}}: it prints the ControlPath expanded, by the same rules (ssh.c, 8.4 to 10.x).
 */
final class TokenQuestion implements UnaryOperator<String> {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int AFTER_SSH = 1;

  private final Processes processes;
  private final List<String> query;

  /**
   * @param query {@code ssh -G} and its words
   */
  TokenQuestion(Processes processes, List<String> query) {
    this.processes = processes;
    this.query = List.copyOf(query);
  }

  /** The value as it is where ssh does not expand it, for then it reads no such file, either. */
  @Override
  public String apply(String value) {
    if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
      return value;
    }
    List<String> command = new ArrayList<>(query);
    command.addAll(AFTER_SSH, List.of("-o", "ControlPath=\"" + value + "\""));
    Finished answer = processes.run(command, "", LIMIT);
    return answer.ok()
        ? EffectiveConfig.parse(answer.out()).value("controlpath").orElse(value)
        : value;
  }
}
