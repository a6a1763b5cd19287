package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.profile.Profile;

/** Reads the grounds of a hold: what ssh would read, without connecting. */
final class GroundsReader {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final List<String> BESIDE = List.of("", ".pub", "-cert.pub");

  private final Processes processes;
  private final Path home;

  GroundsReader(Processes processes, Path home) {
    this.processes = processes;
    this.home = home;
  }

  /**
   * @param connection its own settings count too
   * @param kind of the failure that holds: each rests on what could change it, and on no more
   */
  Grounds read(Connection connection, FailureKind kind) {
    List<String> seen = new ArrayList<>(List.of(connection.toString()));
    List<String> query = Questions.query(connection);
    HostSettings config = look(query, connection.host().host(), kind, seen);
    for (String jump : UserConfig.of(config.said()).hops()) {
      List<String> hop = Questions.jump(connection.config(), jump);
      var unused = look(hop, UserConfig.host(jump), kind, seen);
    }
    if (kind == FailureKind.CONFIG) {
      seen.addAll(configFiles(connection));
    }
    Optional<String> agent = kind == FailureKind.AUTH ? agent(config) : Optional.empty();
    return new Grounds(Fingerprint.of(seen), agent);
  }

  private HostSettings look(List<String> query, String host, FailureKind kind, List<String> seen) {
    Finished answer = processes.run(query, "", LIMIT);
    seen.add(answer.out());
    if (!answer.ok()) {
      seen.add(answer.err()); // otherwise LogVerbose has it name its own pid
    }
    HostSettings config = HostSettings.of(processes, query, answer, host, home);
    if (kind == FailureKind.AUTH) {
      seen.addAll(credentials(config));
    } else if (kind == FailureKind.HOST_KEY) {
      seen.addAll(hostKeys(config));
    }
    return config;
  }

  private static List<String> credentials(HostSettings config) {
    List<String> seen = new ArrayList<>();
    List<String> files = new ArrayList<>(config.files("identityfile"));
    files.addAll(config.files("certificatefile"));
    for (String file : files) {
      BESIDE.forEach(ending -> seen.add(FileStamp.of(file + ending)));
    }
    config.files("pkcs11provider").forEach(file -> seen.add(FileStamp.of(file)));
    config.files("securitykeyprovider").forEach(file -> seen.add(FileStamp.of(file)));
    return seen;
  }

  /**
   * Of known_hosts the lines about this host alone: others come and go. With CheckHostIP all count,
   * for ssh looks up addresses too; of KnownHostsCommand the files that it names.
   */
  private List<String> hostKeys(HostSettings config) {
    List<String> seen = new ArrayList<>(new KnownHosts(processes).lines(config));
    config.fileList("revokedhostkeys").forEach(file -> seen.add(FileStamp.of(file)));
    if (config.is("checkhostip", "yes")) {
      KnownHosts.files(config).forEach(file -> seen.add(FileStamp.of(file)));
    }
    for (String command : config.values("knownhostscommand")) {
      for (String word : command.split("\\s+")) {
        seen.add(word.startsWith("/") ? FileStamp.of(word) : word);
      }
    }
    return seen;
  }

  /** ssh -G tells what they say, but not of a file whose permissions are wrong for an Include. */
  private List<String> configFiles(Connection connection) {
    return connection
        .config()
        .filter(file -> !file.equals(Profile.Ssh.NO_CONFIG))
        .map(file -> List.of(FileStamp.of(file.toString())))
        .orElseGet(
            () ->
                List.of(
                    FileStamp.of(home.resolve(".ssh/config").toString()),
                    FileStamp.of("/etc/ssh/ssh_config")));
  }

  private Optional<String> agent(HostSettings config) {
    return new Agent(processes).keys(config).map(keys -> Fingerprint.of(List.of(keys)));
  }
}
