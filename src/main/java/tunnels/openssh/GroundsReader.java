package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** Reads the grounds of a hold: what ssh would read, without connecting. */
final class GroundsReader {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Keywords of {@code ssh -G} whose values are files. */
  private static final Set<String> FILES =
      Set.of("identityfile", "certificatefile", "userknownhostsfile", "globalknownhostsfile");

  private static final List<String> BESIDE = List.of("", ".pub", "-cert.pub");

  private final Processes processes;
  private final Path home;

  GroundsReader(Processes processes, Path home) {
    this.processes = processes;
    this.home = home;
  }

  /**
   * @param connection its own settings count too
   */
  Grounds read(Connection connection) {
    List<String> seen = new ArrayList<>(List.of(connection.toString()));
    Finished answer = processes.run(Starter.query(connection), "", LIMIT);
    look(answer, seen);
    for (String hop : hops(answer.out())) {
      look(processes.run(Starter.query(connection.config(), List.of(), hop), "", LIMIT), seen);
    }
    return new Grounds(Fingerprint.of(seen), agent(answer.out()));
  }

  private void look(Finished answer, List<String> seen) {
    seen.add(answer.out());
    seen.add(answer.err());
    for (String line : answer.out().lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (FILES.contains(words[0])) {
        List.of(words).subList(1, words.length).forEach(file -> seen.addAll(stamps(file)));
      }
    }
  }

  private List<String> stamps(String file) {
    String path = file.startsWith("~/") ? home + file.substring(1) : file;
    return BESIDE.stream().map(ending -> stamp(Path.of(path + ending))).toList();
  }

  private static String stamp(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return file + " is not there";
    }
  }

  private static List<String> hops(String answer) {
    return value(answer, "proxyjump")
        .filter(value -> !value.equals("none"))
        .map(value -> List.of(value.split(",")))
        .orElse(List.of());
  }

  private Optional<String> agent(String answer) {
    List<String> command = new ArrayList<>();
    String socket = value(answer, "identityagent").orElse("SSH_AUTH_SOCK");
    if (!socket.equals("SSH_AUTH_SOCK") && !socket.startsWith("/")) {
      return Optional.empty(); // none, or named by a variable that only ssh reads
    }
    if (socket.startsWith("/")) {
      command.addAll(List.of("env", "SSH_AUTH_SOCK=" + socket));
    }
    command.addAll(List.of("ssh-add", "-L"));
    Finished keys = processes.run(command, "", LIMIT);
    return keys.ok() ? Optional.of(Fingerprint.of(List.of(keys.out()))) : Optional.empty();
  }

  private static Optional<String> value(String answer, String keyword) {
    return answer
        .lines()
        .filter(line -> line.startsWith(keyword + " "))
        .map(line -> line.substring(keyword.length() + 1).strip())
        .findFirst();
  }
}
