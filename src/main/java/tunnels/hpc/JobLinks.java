package tunnels.hpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tunnels.files.RegularFile;
import tunnels.openssh.Connection;
import tunnels.openssh.Guard;
import tunnels.openssh.Master;
import tunnels.openssh.RemoteShell;
import tunnels.process.Processes;
import tunnels.profile.Destination;
import tunnels.profile.Profile;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.Way;

/**
 * Connections to a job's node, each by a ProxyCommand over the login node's master. They log in to
 * the node with whatever the user's own config says of it; only the sshd within a job has a key of
 * ours.
 */
final class JobLinks {

  private static final Duration QUERY = Duration.ofSeconds(20);

  private final Processes processes;
  private final SlurmJobs.Folders folders;

  JobLinks(Processes processes, SlurmJobs.Folders folders) {
    this.processes = processes;
    this.folders = folders;
  }

  /**
   * @param last as it was made last: ssh is not asked again who we are on the same node
   */
  Connection make(
      Way.Kind kind,
      Profile profile,
      Connection login,
      Master master,
      JobRecord job,
      Optional<Connection> last)
      throws IOException {
    JobServer server = job.server().orElseThrow();
    List<String> options = new ArrayList<>();
    options.add("ProxyCommand=" + proxyCommand(kind, master, job));
    boolean ours = kind == Way.Kind.SRUN;
    if (ours) {
      options.addAll(ownSshd(job));
    }
    return new Connection(
        Way.connection(profile.name(), kind),
        last.map(Connection::host)
            .filter(host -> host.host().equals(server.node()))
            .orElseGet(() -> node(login, server.node())),
        login.config(),
        options,
        List.of(),
        List.of(),
        login.health(),
        false,
        ours ? Optional.empty() : Optional.of(guard(job)));
  }

  private static Guard guard(JobRecord job) {
    return new Guard(
        NodeScripts.guard(job.nonce(), job.server().orElseThrow()),
        "tunnels-guard " + job.nonce() + " ok");
  }

  private static String proxyCommand(Way.Kind kind, Master master, JobRecord job) {
    List<String> words = new ArrayList<>(RemoteShell.client(master.socket()));
    switch (kind) {
      case JUMP -> words.addAll(List.of("-W", "%h:%p", "--", master.host().text()));
      case NETCAT -> words.addAll(List.of("--", master.host().text(), "echo; exec nc %h %p"));
      default -> words.addAll(List.of("--", master.host().text(), srun(job)));
    }
    return words.stream().map(RemoteShell::word).collect(Collectors.joining(" "));
  }

  /** In a ProxyCommand a percent sign begins a token. */
  private static String srun(JobRecord job) {
    String sshd = job.server().orElseThrow().sshd().orElse("/usr/sbin/sshd");
    return LoginScripts.srunProxy(job.nonce(), job.id().orElseThrow(), sshd).replace("%", "%%");
  }

  /** Nothing but the job's own host key is taken, and nothing but its own key is shown. */
  private List<String> ownSshd(JobRecord job) throws IOException {
    Path folder = folders.of(job.nonce());
    String name = "tunnels-" + job.nonce();
    String hostKey = job.server().flatMap(JobServer::hostKey).orElse("");
    Path known = folder.resolve("known_hosts");
    Files.deleteIfExists(known);
    RegularFile.write(known, name + " " + hostKey + "\n");
    return List.of(
        "HostKeyAlias=" + name,
        "UserKnownHostsFile=\"" + known + "\"",
        "GlobalKnownHostsFile=none",
        "StrictHostKeyChecking=yes",
        "IdentityFile=\"" + new JobKey(processes, folder).file() + "\"",
        "IdentitiesOnly=yes",
        "PreferredAuthentications=publickey");
  }

  /**
   * The node as the user's config has it. Where that says nothing of the account, it is that of the
   * login node, which may well be another one than here.
   */
  private Destination node(Connection login, String node) {
    Optional<String> there = account(login.config(), login.options(), login.host().text());
    Optional<String> byConfig = account(login.config(), List.of(), node);
    boolean unsaid = byConfig.equals(Optional.of(System.getProperty("user.name")));
    return unsaid && there.isPresent() && !there.equals(byConfig)
        ? new Destination(there.get() + "@" + node, there, node, Optional.empty())
        : new Destination(node, Optional.empty(), node, Optional.empty());
  }

  private Optional<String> account(Optional<Path> config, List<String> options, String host) {
    List<String> command = new ArrayList<>(List.of("ssh", "-G"));
    config.ifPresent(file -> command.addAll(List.of("-F", file.toString())));
    options.forEach(option -> command.addAll(List.of("-o", option)));
    command.addAll(List.of("--", host));
    return processes
        .run(command, "", QUERY)
        .out()
        .lines()
        .filter(line -> line.startsWith("user "))
        .map(line -> line.substring("user ".length()))
        .findFirst();
  }
}
