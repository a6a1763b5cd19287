package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** Whether ssh's configuration lets a connection be made, without connecting. */
public final class HostCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Set<String> ASKS = Set.of("ask", "true", "yes");

  private final Processes processes;
  private final Path home;
  private final Instant now;

  public HostCheck(Processes processes, Path home, Instant now) {
    this.processes = processes;
    this.home = home;
    this.now = now;
  }

  /**
   * @param unattended whether it is to come back without a person
   * @param agentLasts whether a service finds the agent of SSH_AUTH_SOCK too
   * @param up whether it is up
   */
  public List<Finding> findings(
      Connection connection, boolean unattended, boolean agentLasts, boolean up) {
    LoginCheck login =
        new LoginCheck(processes, new CertificateCheck(processes, now, up), unattended, agentLasts);
    List<String> query = Questions.query(connection);
    Finished answer = processes.run(query, "", LIMIT);
    if (!answer.ok()) {
      String words = LogText.decoded(answer.err().strip());
      Optional<Finding> nobody = ClientCheck.noAccount(words);
      if (nobody.isPresent()) {
        return List.of(nobody.get());
      }
      return List.of(Finding.bad("ssh_config", words, "mend it: ssh -G " + connection.byHand()));
    }
    HostSettings config = HostSettings.of(processes, query, answer, connection.host().host(), home);
    UserConfig user = UserConfig.of(config.said());
    List<Finding> findings = new ArrayList<>();
    connection
        .config()
        .flatMap(file -> FileModes.config(file, new IncludeCheck(processes)::refused))
        .ifPresent(findings::add);
    if (user.forwards()) {
      String words = "forwards of your own for " + config.host() + " are left to your own sessions";
      findings.add(Finding.ok("ssh_config", words));
    }
    for (String hop : user.hops()) {
      entry(jumpHost(connection, hop), login).stream()
          .map(finding -> finding.about().equals("login") ? finding.at(hop) : finding)
          .forEach(findings::add);
    }
    findings.addAll(entry(config, login));
    Map<String, Finding> once = new LinkedHashMap<>(); // one key may be for several
    findings.forEach(finding -> once.putIfAbsent(finding.about() + finding.what(), finding));
    return List.copyOf(once.values());
  }

  private HostSettings jumpHost(Connection connection, String hop) {
    List<String> query = Questions.jump(connection.config(), hop);
    Finished answer = processes.run(query, "", LIMIT);
    return HostSettings.of(processes, query, answer, UserConfig.host(hop), home);
  }

  /** What it takes to get in: keys, and a host key that is known. */
  private List<Finding> entry(HostSettings config, LoginCheck login) {
    List<Finding> findings = new ArrayList<>(login.findings(config));
    hostKey(config).ifPresent(findings::add);
    return findings;
  }

  /** Where ssh would ask about an unknown key, and there is nobody to answer. */
  private Optional<Finding> hostKey(HostSettings config) {
    boolean asks = config.value("stricthostkeychecking").map(ASKS::contains).orElse(true);
    boolean otherwise =
        config.is("verifyhostkeydns", "yes", "true")
            || config.value("knownhostscommand").filter(c -> !c.equals("none")).isPresent();
    if (!asks || otherwise) {
      return Optional.empty();
    }
    String name = KnownHosts.names(config).iterator().next();
    return new KnownHosts(processes).knows(config)
        ? Optional.of(Finding.ok("host key", "that of " + name + " is known"))
        : Optional.of(
            Finding.bad(
                "host key",
                "no key of " + name + " is known",
                "`tunnels up` on a terminal, and compare the fingerprint"));
  }
}
