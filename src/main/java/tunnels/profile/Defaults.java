package tunnels.profile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What holds where a profile says nothing: config.toml's word, and where that is silent, ours. */
record Defaults(
    Profile.Ssh ssh, Profile.Retry retry, Profile.Health health, Optional<String> onChange) {

  /** sshd drops connections at random once ten are not logged in yet (MaxStartups 10:30:100). */
  private static final int LOGINS = 8;

  static Defaults ours() {
    return new Defaults(
        new Profile.Ssh(Optional.empty(), List.of(), Optional.empty(), true, LOGINS),
        new Profile.Retry(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty()),
        new Profile.Health(Duration.ofSeconds(15), Duration.ofSeconds(10)),
        Optional.empty());
  }
}
