package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;

/**
 * Overrides what a user's configuration says and no tunnel can live with. Which keywords this ssh
 * knows is seen in what {@code ssh -G} lists: an older one ends with an error at any other.
 */
final class OptionOverrides {

  /** Keywords that came after 8.4, and what they are to say for a jump host's ssh too. */
  private static final List<String> NEWER =
      List.of(
          "LogVerbose none", // 8.5; with another value ssh writes all that -vvv does
          "SessionType default", // 8.7; `none` would run no command where one is given
          "StdinNull no", // 8.7; a jump host's ssh carries the connection on its stdin
          "ForkAfterAuthentication no"); // 8.7; and must not leave the foreground

  private OptionOverrides() {}

  /** Lines of the file that jump hosts' ssh read as well. */
  static List<String> lines(EffectiveConfig said) {
    List<String> lines = new ArrayList<>();
    for (String line : NEWER) {
      if (said.lists(line.substring(0, line.indexOf(' ')))) {
        lines.add(line);
      }
    }
    return lines;
  }

  /**
   * Options of the command line, which count for the connection itself.
   *
   * @param command whether the master runs one on the far side
   */
  static List<String> options(EffectiveConfig said, boolean command) {
    List<String> options = new ArrayList<>(hostKey(said));
    if (command) {
      options.addAll(List.of("ForwardAgent=no", "ForwardX11=no"));
      if (said.lists("ChannelTimeout")) {
        options.add("ChannelTimeout=none");
      }
    }
    return options;
  }

  /**
   * With {@code no}, ssh logs in to a host whose key has changed and opens none of the forwards of
   * its command line, but any that is asked for over mux. {@code accept-new} (7.6) takes unknown
   * keys all the same, and ends at a changed one. {@code CheckHostIP} would then end at the changed
   * key of an address, of which {@code no} only warns.
   */
  private static List<String> hostKey(EffectiveConfig said) {
    return said.is("stricthostkeychecking", "false", "no", "off")
        ? List.of("StrictHostKeyChecking=accept-new", "CheckHostIP=no")
        : List.of();
  }
}
