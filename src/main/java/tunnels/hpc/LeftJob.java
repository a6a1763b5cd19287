package tunnels.hpc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A job whose directory is still on the login node.
 *
 * @param id the scheduler's, where it was known there
 * @param age since something changed in the directory
 */
public record LeftJob(String nonce, Optional<String> id, Duration age) {

  private static final Pattern PRINTED =
      Pattern.compile("^job=([0-9a-f]{32}) ([0-9]{0,10}):([0-9]{1,11})$", Pattern.MULTILINE);

  /** What {@link LoginScripts#leftovers} printed. */
  public static List<LeftJob> list(String output) {
    return PRINTED.matcher(output.replace("\r", "")).results().map(LeftJob::of).toList();
  }

  private static LeftJob of(MatchResult printed) {
    return new LeftJob(
        printed.group(1),
        Optional.of(printed.group(2)).filter(id -> !id.isEmpty()),
        Duration.ofSeconds(Long.parseLong(printed.group(3))));
  }
}
