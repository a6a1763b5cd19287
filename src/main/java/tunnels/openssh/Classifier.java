package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells failures of ssh(1) apart by what it wrote, since its exit status is 255 for all of them.
 * The texts are OpenSSH's from 7.6 to 10.x; src/docs/failures.md lists them.
 */
public final class Classifier {

  /**
   * What ssh says and goes on: the stock ssh_config of Debian makes other builds say the first
   * always; the rest are warnings, and a key's picture.
   */
  private static final Pattern ASIDE =
      Pattern.compile(
          "(Unsupported|Deprecated) option|^\\*\\* (WARNING|This session|The server)"
              + "|^Warning: Permanently added |^Pseudo-terminal will not be allocated"
              + "|^debug[123]: |^\\+-+\\[?.*\\]?-+\\+$|^\\|.*\\|$|^Host key fingerprint is: "
              + "|^ControlSocket .* already exists, disabling multiplexing|^@+$");

  /** What LogVerbose puts before each message; an ssh of ProxyCommand may have that. */
  private static final Pattern PLACE =
      Pattern.compile("^[a-z0-9_-]+\\.c:\\w+\\(\\):\\d+ \\(pid=\\d+\\): ");

  private static final int ENDING_LINES = 3;

  private Classifier() {}

  /**
   * What ssh's words of one attempt mean. The last line that names a cause decides: a banner, which
   * may hold any words, stands before the failure, and a jump host's failure is followed by closing
   * words only.
   */
  public static Cause classify(String said) {
    List<String> lines = telling(LogText.decoded(said));
    List<Cause> causes = meanings(causes(), lines);
    if (!causes.isEmpty()) {
      return explained(first(causes), lines);
    }
    return lines.isEmpty() ? new Cause(FailureKind.UNKNOWN, "ssh said nothing") : ending(lines);
  }

  /** Whether ssh said nothing that tells of a failure. */
  static boolean isSilent(String said) {
    return telling(said).isEmpty();
  }

  /** What an account's state makes sshd say, in whatever it wrote. */
  static Optional<Cause> account(String said) {
    return last(LoginSentences.account(), telling(said));
  }

  private static List<String> telling(String said) {
    return said.lines()
        .map(line -> PLACE.matcher(line.strip()).replaceFirst(""))
        .filter(line -> !line.isEmpty() && !RoundTrip.isAnswer(line) && !ASIDE.matcher(line).find())
        .toList();
  }

  private static List<Sentence> causes() {
    return Stream.of(
            ClientSentences.all(),
            HostKeySentences.all(),
            LoginSentences.all(),
            NetworkSentences.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Of the kind that the last one has, the first says the most: then ssh concludes from it. */
  private static Cause first(List<Cause> causes) {
    FailureKind kind = causes.get(causes.size() - 1).kind();
    return causes.stream().filter(cause -> cause.kind() == kind).findFirst().orElseThrow();
  }

  /** With what ssh said before, or after, that tells more. */
  private static Cause explained(Cause cause, List<String> lines) {
    if (cause.kind() == FailureKind.HOST_KEY) {
      return cause.saying(HostKeySentences.words(cause.message(), lines));
    }
    Optional<Cause> hint =
        cause.kind() == FailureKind.AUTH ? last(LoginSentences.hints(), lines) : Optional.empty();
    return hint.isPresent()
        ? hint.get().saying(hint.get().message() + " / " + cause.message())
        : cause;
  }

  /** Nothing names a cause: what a proxy said, or the server before it closed, may. */
  private static Cause ending(List<String> lines) {
    Optional<Cause> account = last(LoginSentences.account(), lines);
    if (account.isPresent()) {
      return account.get();
    }
    String words =
        String.join(" / ", lines.subList(Math.max(0, lines.size() - ENDING_LINES), lines.size()));
    if (lines.stream().anyMatch(ProxySentences::gaveUp)) {
      return last(ProxySentences.all(), lines).orElse(new Cause(FailureKind.JUMP, words));
    }
    return NetworkSentences.endings().stream()
        .flatMap(sentence -> lines.stream().flatMap(line -> sentence.meaning(line).stream()))
        .findFirst()
        .orElse(new Cause(FailureKind.UNKNOWN, words))
        .saying(words);
  }

  private static Optional<Cause> last(List<Sentence> sentences, List<String> lines) {
    return meanings(sentences, lines).stream().reduce((one, last) -> last);
  }

  /** Of each line that one of the sentences is in, what the first of them says. */
  private static List<Cause> meanings(List<Sentence> sentences, List<String> lines) {
    List<Cause> found = new ArrayList<>();
    for (String line : lines) {
      sentences.stream()
          .flatMap(sentence -> sentence.meaning(line).stream())
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }
}
