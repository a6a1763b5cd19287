package tunnels.supervise;

import java.util.Optional;
import tunnels.profile.Endpoint;

/**
 * Where the server of a job listens, by the connection file that the job has written.
 *
 * @param node the host that it runs on
 * @param listens loopback port or Unix socket there
 * @param pid of the server, there
 * @param started field 22 of its /proc/PID/stat
 * @param restarts how often the job had been requeued by then
 * @param token a secret that its users must show, where it has one
 * @param sshd the sshd binary on the node, where there is one
 * @param hostKey the public key of the job's own sshd: type and base64
 */
public record JobServer(
    String node,
    Endpoint listens,
    long pid,
    String started,
    int restarts,
    Optional<String> token,
    Optional<String> sshd,
    Optional<String> hostKey) {

  public JobServer {
    Odd.unless(pid > 0 && restarts >= 0, pid);
  }
}
