package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;

/** What there is to log in with, for a person and where nobody is. */
final class LoginCheck {

  private static final String LOGIN = "login";

  private static final String AGENT =
      "give it a key file of its own without a passphrase; or run `ssh-agent -a ~/.ssh/agent.sock`"
          + " and write IdentityAgent ~/.ssh/agent.sock into ssh_config; or unattended = false";

  private static final String METHODS =
      "allow keys for this host in ssh_config (PubkeyAuthentication, PreferredAuthentications)";

  private static final String FEWER =
      "for this host in ssh_config: IdentityFile FILE of its key (the .pub of an agent's key will"
          + " do), and IdentitiesOnly yes";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Processes processes;
  private final CertificateCheck certificates;
  private final boolean unattended;
  private final boolean agentLasts;

  /**
   * @param agentLasts whether a service finds the agent of SSH_AUTH_SOCK too
   */
  LoginCheck(
      Processes processes, CertificateCheck certificates, boolean unattended, boolean agentLasts) {
    this.processes = processes;
    this.certificates = certificates;
    this.unattended = unattended;
    this.agentLasts = agentLasts;
  }

  List<Finding> findings(HostSettings config) {
    List<Identity> identities = new ArrayList<>();
    for (String file : config.files("identityfile")) {
      if (PathList.isFile(file)) {
        identities.add(Identity.read(Path.of(file)));
      }
    }
    LoginMethods methods = LoginMethods.of(config);
    List<Finding> findings = new ArrayList<>();
    if (methods.keys()) {
      for (Identity identity : identities) {
        Optional<Finding> open =
            identity.isPublic() ? Optional.empty() : FileModes.key(identity.file());
        open.ifPresent(findings::add);
      }
      findings.addAll(certificates.findings(config));
    }
    findings.add(login(config, methods, methods.keys() ? identities : List.of()));
    return findings;
  }

  private Finding login(HostSettings config, LoginMethods methods, List<Identity> identities) {
    List<String> agent = methods.keys() ? new Agent(processes).list(config) : List.of();
    boolean only = config.is("identitiesonly", "yes", "true");
    KeyOffers offers = KeyOffers.of(identities, agent, only);
    return byKey(offers, config)
        .or(() -> byHost(methods))
        .orElseGet(() -> byHand(methods, offers, agent, config));
  }

  private Optional<Finding> byKey(KeyOffers offers, HostSettings config) {
    Optional<Identity> open = offers.open();
    boolean agent = offers.anyOfAgent() && (finds(config) || !unattended);
    if (!offers.named().isEmpty() && agent) {
      return Optional.of(agents(config));
    }
    if (open.isPresent() && offers.before(open.get()) < KeyOffers.MOST) {
      return Optional.of(Finding.ok(LOGIN, open.get().file() + " asks nobody for anything"));
    }
    if (open.isPresent() || (agent && offers.others() > KeyOffers.MOST)) {
      return Optional.of(tooMany(offers, open));
    }
    return agent ? Optional.of(agents(config)) : Optional.empty();
  }

  /** With a key that is named and comes too late, there is most likely no way in. */
  private static Finding tooMany(KeyOffers offers, Optional<Identity> open) {
    int keys = open.map(offers::before).orElse(offers.others());
    String before = open.map(file -> " before " + file.file()).orElse("");
    String words =
        "ssh offers %d keys of the agent%s, and sshd ends a login after %d (MaxAuthTries)"
            .formatted(keys, before, KeyOffers.MOST);
    return open.isPresent() && open.get().named()
        ? Finding.bad(LOGIN, words, FEWER)
        : Finding.warn(LOGIN, words, FEWER);
  }

  private Finding agents(HostSettings config) {
    String words = "an agent with keys answers";
    Optional<String> lasts = config.value("addkeystoagent").filter(LoginCheck::isPassing);
    return unattended && lasts.isPresent()
        ? Finding.warn(
            LOGIN, words + ", to which AddKeysToAgent " + lasts.get() + " adds them", AGENT)
        : Finding.ok(LOGIN, words);
  }

  /** For a time, or to be confirmed each time (ssh_config(5)). */
  private static boolean isPassing(String added) {
    return added.matches("\\d+|confirm.*|ask");
  }

  /** Whether a service finds the agent too. */
  private boolean finds(HostSettings config) {
    return agentLasts || config.identityAgent().isPresent();
  }

  private Optional<Finding> byHost(LoginMethods methods) {
    if (methods.host()) {
      return Optional.of(Finding.ok(LOGIN, "by host, as far as ssh_config tells"));
    }
    // Debian's ssh_config allows it for every host: it takes a ticket, too.
    return methods.ticket() && processes.run(List.of("klist", "-s"), "", LIMIT).ok()
        ? Optional.of(Finding.warn(LOGIN, "by a Kerberos ticket, as long as it is valid", AGENT))
        : Optional.empty();
  }

  private Finding byHand(
      LoginMethods methods, KeyOffers offers, List<String> agent, HostSettings config) {
    String words = words(methods, offers, agent);
    boolean asks = methods.typing() || offers.files().stream().anyMatch(LoginCheck::asks);
    if (!unattended && asks) {
      return Finding.ok(LOGIN, "`up` asks on a terminal: " + words);
    }
    if (!unattended) {
      return Finding.bad(LOGIN, "nobody can log in: " + words, remedy(methods, offers, config));
    }
    return offers.anyOfAgent()
        ? Finding.bad(
            LOGIN, "only the agent of this shell has a key: none under cron or systemd", AGENT)
        : Finding.bad(
            LOGIN, "nobody can log in unattended: " + words, remedy(methods, offers, config));
  }

  private static boolean asks(Identity identity) {
    return identity.need() == KeyFile.Need.PASSPHRASE || identity.need() == KeyFile.Need.TOUCH;
  }

  private static String remedy(LoginMethods methods, KeyOffers offers, HostSettings config) {
    if (!methods.keys()) {
      return METHODS;
    }
    Optional<Identity> first = offers.files().stream().findFirst();
    if (first.isPresent() && first.get().isPublic()) {
      return "ssh-add its private key; or unlock the agent: ssh-add -X";
    }
    boolean adds = !config.value("addkeystoagent").orElse("no").matches("no|false");
    return adds && first.map(LoginCheck::asks).orElse(false)
        ? "`tunnels up` on a terminal: AddKeysToAgent gives it to the agent; or " + AGENT
        : AGENT;
  }

  private static String words(LoginMethods methods, KeyOffers offers, List<String> agent) {
    if (!methods.keys()) {
      return "ssh_config allows no key (PubkeyAuthentication, PreferredAuthentications)";
    }
    if (offers.files().isEmpty()) {
      return agent.isEmpty()
          ? "there is no key file, and no agent with keys"
          : "the agent's keys are not offered (IdentitiesOnly), and no IdentityFile names one";
    }
    Identity first = offers.files().get(0);
    return first.file() + " " + (first.isPublic() ? lacking(agent) : words(first.need()));
  }

  private static String lacking(List<String> agent) {
    return agent.isEmpty()
        ? "is a public key, and no agent with keys is there, or it is locked"
        : "is a public key, and the agent has not its private key";
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
