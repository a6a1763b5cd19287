package tunnels.openssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** The ssh-agent that ssh would ask. */
final class Agent {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String OURS = "SSH_AUTH_SOCK";

  private final Processes processes;

  Agent(Processes processes) {
    this.processes = processes;
  }

  /** Each of its public keys, without its type. */
  List<String> list(HostSettings config) {
    List<String> keys = new ArrayList<>();
    for (String line : keys(config).orElse("").split("\n")) {
      Identity.publicKey(line).ifPresent(keys::add);
    }
    return keys;
  }

  /** Its public keys; empty where none with keys can be reached, or only ssh knows where it is. */
  Optional<String> keys(HostSettings config) {
    String said = config.value("identityagent").orElse(OURS);
    if (said.equals(OURS)) {
      return ask(Optional.empty());
    }
    Optional<String> socket =
        said.startsWith("$") ? variable(said.substring(1)) : config.identityAgent();
    return socket.isPresent() ? ask(socket) : Optional.empty();
  }

  /** ssh -G prints the name of one (ssh_config(5)). */
  private Optional<String> variable(String name) {
    Finished value = processes.run(List.of("printenv", name), "", LIMIT);
    return value.ok() ? Optional.of(value.out().stripTrailing()) : Optional.empty();
  }

  private Optional<String> ask(Optional<String> socket) {
    List<String> command = new ArrayList<>();
    socket.ifPresent(path -> command.addAll(List.of("env", "SSH_AUTH_SOCK=" + path)));
    command.addAll(List.of("ssh-add", "-L"));
    Finished keys = processes.run(command, "", LIMIT);
    return keys.ok() ? Optional.of(keys.out()) : Optional.empty();
  }
}
