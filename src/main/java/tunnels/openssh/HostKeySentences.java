package tunnels.openssh;

import static tunnels.openssh.FailureKind.HOST_KEY;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What ssh says where it does not trust a host's key. */
final class HostKeySentences {

  private static final Pattern FRAME = Pattern.compile("^@ +| +@$");
  private static final Pattern DETAIL =
      Pattern.compile(
          "^Offending \\S+ key |^Offending key for IP |^The \\S+ host key for .* marked as revoked"
              + "|^Warning: the \\S+ host key for .* differs from the key for the IP address");

  private static final String CHANGED =
      "the server has another key than known_hosts: ask its admin whether it was changed; if so,"
          + " remove the old one (`ssh-keygen -R`, see `tunnels logs`) and `up` on a terminal";
  private static final String REVOKED =
      "this key is revoked: whoever answers may not be {host}; ask its admin";

  private HostKeySentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            HOST_KEY,
            "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED"
                + "|^Host key for .* has changed and you have requested strict checking"
                + "|^\\S+ host key for .* has changed and you have requested strict checking",
            CHANGED),
        Sentence.of(
            HOST_KEY,
            "^Port forwarding is disabled to avoid man-in-the-middle attacks"
                + "|^Error: forwarding disabled due to host key check failure",
            CHANGED),
        Sentence.of(
            HOST_KEY,
            "WARNING: REVOKED HOST KEY DETECTED|^Host key \\S+ \\S+ revoked by file"
                + "|^\\S+ host key for .* was revoked and",
            REVOKED),
        Sentence.of(
            HOST_KEY,
            "^Error checking host key .* in revoked keys file (.*): ",
            "RevokedHostKeys of your ssh_config names {1}, which ssh cannot use"),
        Sentence.of(
            HOST_KEY,
            "^No (\\S+) host key is known for (\\S+) and you have requested strict checking",
            "no {1} key of {2} is known: get it from the server's admin and add it to known_hosts;"
                + " with StrictHostKeyChecking=ask, `up` on a terminal shows it"),
        Sentence.of(
            HOST_KEY,
            "^Exiting, you have requested strict checking",
            "the host's key differs from that of its address in known_hosts (CheckHostIP): ask the"
                + " server's admin, and remove the old one"),
        Sentence.of(
            HOST_KEY,
            "^Certificate invalid: (.*)$",
            "the host's certificate does not count ({1}): ask the server's admin"),
        Sentence.of(
            HOST_KEY,
            "^host key (\\S+) not permitted by HostkeyAlgorithms"
                + "|^Server host key (\\S+) not in HostKeyAlgorithms",
            "HostKeyAlgorithms of your ssh_config leaves out the key that the server has"),
        Sentence.of(
            HOST_KEY,
            "^Bad server host key: |: Invalid key length$",
            "the server's key is shorter than RequiredRSASize allows: it needs a longer one"),
        Sentence.of(
            HOST_KEY,
            "^Host key verification failed\\.$",
            "the host's key is not in known_hosts: `up` on a terminal, and compare what ssh shows with"
                + " what the server's admin says"));
  }

  /** The sentence without its frame of at-signs, and what ssh says of the key beside it. */
  static String words(String sentence, List<String> lines) {
    Set<String> words = new LinkedHashSet<>();
    words.add(FRAME.matcher(sentence).replaceAll(""));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("The fingerprint for the ") && i + 1 < lines.size()) {
        words.add(line + " " + lines.get(i + 1));
      } else if (DETAIL.matcher(line).find()) {
        words.add(line);
      }
    }
    return String.join(" / ", words);
  }
}
