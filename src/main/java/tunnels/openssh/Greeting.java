package tunnels.openssh;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What came from a server before any login: the line of an sshd, or words in its place.
 *
 * @param banner as {@code SSH-2.0-OpenSSH_9.2p1 Debian}
 * @param said the first line that is none; empty where nothing came
 * @param why nothing more came: the words of the system
 */
record Greeting(Optional<String> banner, String said, String why) {

  private static final String ABOUT = "server";

  /** Since 9.8 for PerSourcePenalties and MaxStartups alike (sshd.c). */
  private static final String NOT_NOW = "Not allowed at this time";

  /** Up to 9.7. */
  private static final String MAX_STARTUPS = "Exceeded MaxStartups";

  Finding finding(InetSocketAddress address) {
    if (banner.isPresent()) {
      return Finding.ok(ABOUT, banner.get().replaceFirst("^SSH-(2\\.0|1\\.99)-", ""));
    }
    String place = address.getHostString() + ":" + address.getPort();
    if (said.isEmpty()) {
      return Finding.bad(
          ABOUT,
          "no sshd answers at " + place + ": " + why,
          "the name, the port, the network, VPN");
    }
    return Finding.bad(
        ABOUT, place + " says \"" + said + "\" and no greeting of an sshd", remedy());
  }

  private String remedy() {
    if (said.startsWith(NOT_NOW)) {
      return "its sshd refuses this address for a while, after logins that failed or were broken"
          + " off (PerSourcePenalties), or has too many at once (MaxStartups): wait some minutes,"
          + " for each try prolongs it; `logs` tells what failed";
    }
    if (said.startsWith(MAX_STARTUPS)) {
      return "too many logins are under way there at once (MaxStartups): try again in a minute";
    }
    return said.startsWith("HTTP/") || said.startsWith("<")
        ? "a web server: sign in to this network with a browser, if it wants that; or the port of"
            + " the host is another"
        : "the port, and what stands before the server";
  }
}
