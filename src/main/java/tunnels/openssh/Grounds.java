package tunnels.openssh;

import java.util.Optional;

/**
 * What a hold rests on: all that a person would change to mend it, as fingerprints.
 *
 * @param files what ssh reads, by the kind of the failure: ssh_config as ssh reads it, and of
 *     {@code auth} the key and certificate files that it names, of {@code host-key} what the
 *     known_hosts files have of the host
 * @param agent the agent's keys, of {@code auth}; empty where no agent with keys can be reached
 */
public record Grounds(String files, Optional<String> agent) {

  /**
   * Whether it is worth another attempt now. Cron reaches no agent where a terminal did: keys that
   * went out of reach mend nothing.
   */
  public boolean mendedBy(Grounds now) {
    boolean otherKeys = now.agent.isPresent() && !now.agent.equals(agent);
    return otherKeys || !now.files.equals(files);
  }
}
