package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that ssh offers, in its order (pubkey_prepare of sshconnect2.c): those of the agent that
 * the configuration names, the agent's others, then the files.
 *
 * @param named the identities whose key is in the agent
 * @param others how many more keys the agent has that are offered
 * @param files the identities whose key is not
 */
record KeyOffers(List<Identity> named, int others, List<Identity> files) {

  /** sshd's MaxAuthTries, by default: the login ends with as many refusals (sshd_config(5)). */
  static final int MOST = 6;

  /**
   * @param agent its keys
   * @param only IdentitiesOnly
   */
  static KeyOffers of(List<Identity> identities, List<String> agent, boolean only) {
    List<Identity> named = new ArrayList<>();
    List<Identity> files = new ArrayList<>();
    for (Identity identity : identities) {
      boolean there = identity.key().isPresent() && agent.contains(identity.key().get());
      (there ? named : files).add(identity);
    }
    List<String> others = new ArrayList<>(agent);
    identities.forEach(identity -> identity.key().ifPresent(others::remove));
    return new KeyOffers(named, only ? 0 : others.size(), files);
  }

  boolean anyOfAgent() {
    return !named.isEmpty() || others > 0;
  }

  /** The first that lets in without an agent. */
  Optional<Identity> open() {
    return files.stream().filter(Identity::isOpen).findFirst();
  }

  /** How many keys ssh offers before a file. */
  int before(Identity file) {
    return named.size() + others + files.indexOf(file);
  }
}
