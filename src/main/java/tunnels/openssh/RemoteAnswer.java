package tunnels.openssh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tunnels.process.Finished;

/**
 * What came of a command of ours on the far side.
 *
 * @param said what the script said; empty if it did not run
 * @param why it did not run, in words
 * @param late whether the login shell was still at its start-up files when the time was over
 * @param printed what was printed instead
 */
public record RemoteAnswer(Optional<String> said, String why, boolean late, String printed) {

  private static final int LONGEST = 200;

  static RemoteAnswer said(String words) {
    return new RemoteAnswer(Optional.of(words), "", false, "");
  }

  /** The script did not say that it ran. */
  public static RemoteAnswer none(Finished finished, Duration limit) {
    boolean late = finished.status() == Finished.TIMED_OUT;
    String printed = finished.err() + finished.out();
    return new RemoteAnswer(Optional.empty(), late ? late(limit) : ended(finished), late, printed);
  }

  private static String late(Duration limit) {
    return "the login shell there did not get to it within "
        + limit.toSeconds()
        + " s: its start-up files wait or loop";
  }

  private static String ended(Finished finished) {
    Optional<String> words =
        lastLine(finished.err()).or(() -> lastLine(finished.out())).map(line -> ": " + line);
    return "the login shell there ended with status " + finished.status() + words.orElse("");
  }

  /** The last line that shows anything. */
  private static Optional<String> lastLine(String text) {
    List<String> lines =
        text.lines()
            .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.get(lines.size() - 1))
            .map(line -> line.substring(0, Math.min(line.length(), LONGEST)));
  }
}
