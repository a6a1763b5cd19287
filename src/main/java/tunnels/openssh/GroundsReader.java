package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** Reads the grounds of a hold: what ssh would read, without connecting. */
final class GroundsReader {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Keywords of {@code ssh -G} whose value is a file, spaces included. */
  private static final Set<String> ONE_FILE = Set.of("identityfile", "certificatefile");

  private static final Set<String> SEVERAL_FILES =
      Set.of("userknownhostsfile", "globalknownhostsfile");

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
    look(answer, connection.host().text(), seen);
    for (String hop : hops(answer.out())) {
      look(processes.run(Starter.query(connection.config(), List.of(), hop), "", LIMIT), hop, seen);
    }
    return new Grounds(Fingerprint.of(seen), agent(answer.out()));
  }

  private void look(Finished answer, String host, List<String> seen) {
    seen.add(answer.out());
    seen.add(answer.err());
    for (String line : answer.out().lines().toList()) {
      String keyword = line.split(" ", 2)[0];
      String value = line.substring(keyword.length()).strip();
      if (ONE_FILE.contains(keyword)) {
        seen.addAll(stamps(expanded(value, host, answer.out())));
      }
      if (SEVERAL_FILES.contains(keyword)) {
        List.of(value.split("\\s+"))
            .forEach(f -> seen.addAll(stamps(expanded(f, host, answer.out()))));
      }
    }
  }

  /**
   * ssh -G leaves tokens as they stand: those of ssh_config(5) for files, as far as we know them.
   */
  private String expanded(String file, String host, String answer) {
    String path = file.startsWith("~/") ? home + file.substring(1) : file;
    return path.replace("%d", home.toString())
        .replace("%h", value(answer, "hostname").orElse(host))
        .replace("%n", host)
        .replace("%p", value(answer, "port").orElse("22"))
        .replace("%r", value(answer, "user").orElse(""))
        .replace("%%", "%");
  }

  private static List<String> stamps(String path) {
    return BESIDE.stream().map(ending -> stamp(Path.of(path + ending))).toList();
  }

  private static String stamp(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return file + " is not there";
    }
  }

  /** The hosts of ProxyJump, each without its user and port. */
  private static List<String> hops(String answer) {
    return value(answer, "proxyjump")
        .filter(value -> !value.equals("none"))
        .map(value -> Stream.of(value.split(",")).map(GroundsReader::host).toList())
        .orElse(List.of());
  }

  private static String host(String hop) {
    String place = hop.replaceFirst("^ssh://", "").replaceFirst("^.*@", "");
    return place.replaceFirst("^\\[([^]]*)\\](:\\d+)?$", "$1").replaceFirst("^([^:]+):\\d+$", "$1");
  }

  private Optional<String> agent(String answer) {
    List<String> command = new ArrayList<>();
    String socket = value(answer, "identityagent").orElse("SSH_AUTH_SOCK");
    socket = socket.startsWith("~/") ? home + socket.substring(1) : socket;
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
