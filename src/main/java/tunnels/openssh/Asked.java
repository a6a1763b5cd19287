package tunnels.openssh;

import java.util.Set;

/** What {@code ssh -G} said of a host before a start. */
public sealed interface Asked {

  /**
   * @param doors the servers that will see an unauthenticated connection
   * @param bare whether the user's config has forwards of its own
   */
  record Answer(Set<String> doors, boolean bare) implements Asked {}

  record Refused(Cause cause) implements Asked {}
}
