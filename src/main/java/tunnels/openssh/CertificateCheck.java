package tunnels.openssh;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;

/** Whether the certificates that ssh would show are worth it. */
final class CertificateCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;
  private final Instant now;
  private final boolean up;

  /**
   * @param up whether the tunnel is up, so that another key must have let it in
   */
  CertificateCheck(Processes processes, Instant now, boolean up) {
    this.processes = processes;
    this.now = now;
    this.up = up;
  }

  List<Finding> findings(HostSettings config) {
    String login = config.value("user").orElse("");
    List<Finding> findings = new ArrayList<>();
    for (String file : files(config)) {
      // In UTC, for Java may take another zone for that of TZ.
      List<String> show = List.of("env", "TZ=UTC0", "ssh-keygen", "-L", "-f", file);
      Optional<Finding> finding =
          Certificate.parse(processes.run(show, "", LIMIT).out())
              .flatMap(certificate -> certificate.finding(file, login, now));
      finding.map(found -> up ? found.lessened() : found).ifPresent(findings::add);
    }
    return findings;
  }

  /** Those that are named, or else those beside the keys (load_public_identity_files of ssh.c). */
  private static List<String> files(HostSettings config) {
    List<String> files = new ArrayList<>(config.files("certificatefile"));
    if (files.isEmpty()) {
      config.files("identityfile").forEach(key -> files.add(key + "-cert.pub"));
    }
    files.removeIf(file -> !PathList.isFile(file));
    return files;
  }
}
