package tunnels.openssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** The ssh-agent that ssh would ask. */
final class Agent {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;

  Agent(Processes processes) {
    this.processes = processes;
  }

  /** Its public keys; empty where none with keys can be reached, or only ssh knows where it is. */
  Optional<String> keys(HostSettings config) {
    Optional<String> socket = config.identityAgent();
    boolean ours = config.value("identityagent").map("SSH_AUTH_SOCK"::equals).orElse(true);
    return socket.isPresent() || ours ? ask(socket) : Optional.empty();
  }

  private Optional<String> ask(Optional<String> socket) {
    List<String> command = new ArrayList<>();
    socket.ifPresent(path -> command.addAll(List.of("env", "SSH_AUTH_SOCK=" + path)));
    command.addAll(List.of("ssh-add", "-L"));
    Finished keys = processes.run(command, "", LIMIT);
    return keys.ok() ? Optional.of(keys.out()) : Optional.empty();
  }
}
