package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The servers on the way to one, as ssh finds them: those of ProxyJump, and theirs in turn. */
final class JumpHosts {

  /** More than anybody has; ProxyJump may name itself. */
  private static final int MOST = 8;

  private final Function<String, UserConfig> asked;

  /**
   * @param asked what {@code ssh -G} makes of a host of ProxyJump
   */
  JumpHosts(Function<String, UserConfig> asked) {
    this.asked = asked;
  }

  /** Every server that sees a connection of ours, the one that we connect to first. */
  List<UserConfig> chain(UserConfig server) {
    return chain(server, MOST);
  }

  /** A hop after the first is given its jump hosts on the command line, which win over its own. */
  private List<UserConfig> chain(UserConfig server, int most) {
    List<UserConfig> chain = new ArrayList<>();
    for (String hop : most > 0 ? server.hops() : List.<String>of()) {
      UserConfig jump = asked.apply(hop);
      chain.addAll(chain.isEmpty() ? chain(jump, most - 1) : List.of(jump));
    }
    chain.add(server);
    return chain;
  }
}
