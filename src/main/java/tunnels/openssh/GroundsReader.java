package tunnels.openssh;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** Reads the grounds of a hold: what ssh would read, without connecting. */
final class GroundsReader {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Keywords of {@code ssh -G} whose value is a file, spaces included. */
  private static final List<String> ONE_FILE = List.of("identityfile", "certificatefile");

  private static final List<String> SEVERAL_FILES =
      List.of("userknownhostsfile", "globalknownhostsfile");

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
    Finished answer = processes.run(Questions.query(connection), "", LIMIT);
    look(answer, connection.host().text(), seen);
    HostSettings config = new HostSettings(connection.host().text(), answer.out(), home);
    for (String jump : UserConfig.of(config.said()).hops()) {
      String hop = UserConfig.host(jump);
      look(
          processes.run(Questions.query(connection.config(), List.of(), hop), "", LIMIT),
          hop,
          seen);
    }
    return new Grounds(Fingerprint.of(seen), agent(config));
  }

  private void look(Finished answer, String host, List<String> seen) {
    seen.add(answer.out());
    if (!answer.ok()) {
      seen.add(answer.err()); // otherwise LogVerbose has it name its own pid
    }
    HostSettings config = new HostSettings(host, answer.out(), home);
    for (String keyword : ONE_FILE) {
      config.values(keyword).forEach(file -> seen.addAll(stamps(config.file(file))));
    }
    for (String keyword : SEVERAL_FILES) {
      for (String files : config.values(keyword)) {
        List.of(files.split("\\s+")).forEach(file -> seen.addAll(stamps(config.file(file))));
      }
    }
  }

  private static List<String> stamps(String path) {
    return BESIDE.stream().map(ending -> stamp(new File(path + ending))).toList();
  }

  /** A File may have any name; a Path has only those that the locale can write. */
  private static String stamp(File file) {
    return file.exists()
        ? file + " " + file.length() + " " + file.lastModified()
        : file + " is not there";
  }

  private Optional<String> agent(HostSettings config) {
    return new Agent(processes).keys(config).map(keys -> Fingerprint.of(List.of(keys)));
  }
}
