package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;

/** What there is to log in with, for a person and where nobody is. */
final class LoginCheck {

  private static final String AGENT =
      "give it a key file of its own without a passphrase; or run `ssh-agent -a ~/.ssh/agent.sock`"
          + " and write IdentityAgent ~/.ssh/agent.sock into ssh_config; or unattended = false";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;
  private final boolean unattended;
  private final boolean agentLasts;

  LoginCheck(Processes processes, boolean unattended, boolean agentLasts) {
    this.processes = processes;
    this.unattended = unattended;
    this.agentLasts = agentLasts;
  }

  List<Finding> findings(HostSettings config) {
    List<Path> keys =
        config.files("identityfile").stream().filter(PathList::isFile).map(Path::of).toList();
    List<Finding> findings = new ArrayList<>();
    keys.forEach(key -> FileModes.key(key).ifPresent(findings::add));
    findings.add(login(config, keys));
    return findings;
  }

  private Finding login(HostSettings config, List<Path> keys) {
    Optional<Path> open =
        keys.stream().filter(key -> KeyFile.need(key) == KeyFile.Need.NOTHING).findFirst();
    if (open.isPresent()) {
      return Finding.ok("login", open.get() + " asks nobody for anything");
    }
    boolean agent = new Agent(processes).keys(config).isPresent();
    boolean fixed = config.identityAgent().isPresent();
    if (agent && (fixed || agentLasts || !unattended)) {
      return Finding.ok("login", "an agent with keys answers");
    }
    if (config.is("hostbasedauthentication", "yes")) {
      return Finding.ok("login", "by host, as far as ssh_config tells");
    }
    if (ticket(config)) {
      return Finding.warn("login", "by a Kerberos ticket, as long as it is valid", AGENT);
    }
    if (!unattended) {
      return Finding.ok("login", "`up` asks on a terminal: " + words(keys));
    }
    return agent
        ? Finding.bad(
            "login", "only the agent of this shell has a key: none under cron or systemd", AGENT)
        : Finding.bad("login", "nobody can log in unattended: " + words(keys), AGENT);
  }

  /** Debian's ssh_config allows it for every host: it takes a ticket, too. */
  private boolean ticket(HostSettings config) {
    return config.is("gssapiauthentication", "yes")
        && processes.run(List.of("klist", "-s"), "", LIMIT).ok();
  }

  private static String words(List<Path> keys) {
    return keys.isEmpty()
        ? "there is no key file, and no agent with keys"
        : keys.get(0) + " " + words(KeyFile.need(keys.get(0)));
  }

  private static String words(KeyFile.Need need) {
    return switch (need) {
      case NOTHING -> "asks nobody for anything";
      case PASSPHRASE -> "has a passphrase, and no agent has it";
      case TOUCH -> "wants to be touched";
      case UNKNOWN -> "cannot be read as a key";
    };
  }
}
