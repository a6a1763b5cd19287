package tunnels.hpc;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What SLURM says of a job, in words for people. */
public final class JobWords {

  /** Until somebody changes the job or the cluster. */
  private static final Pattern NEVER =
      Pattern.compile(
          "JobHeldUser|JobHeldAdmin|JobHoldMaxRequeue|launch_failed_requeued_held"
              + "|job_requeued_in_held_state|DependencyNeverSatisfied|BadConstraints"
              + "|PartitionTimeLimit|PartitionNodeLimit|PartitionConfig"
              + "|AccountNotAllowed|QOSNotAllowed|InvalidAccount|InvalidQOS|QOSTimeLimit"
              + "|(QOS|Assoc)Max\\w*(PerJob|PerNode|PerJobLimit|PerNodeLimit|MinutesPerJob\\w*)"
              + "|ReservationDeleted");

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("None", "the scheduler has not looked at it yet"),
          Map.entry("Resources", "waits for nodes to become free"),
          Map.entry("Priority", "others come first"),
          Map.entry("Dependency", "waits for another job"),
          Map.entry("BeginTime", "its begin time has not come"),
          Map.entry("JobHeldUser", "held by you: scontrol release it"),
          Map.entry("JobHeldAdmin", "held by the administrators: ask them"),
          Map.entry("PartitionTimeLimit", "it asks for more time than its partition allows"),
          Map.entry("PartitionNodeLimit", "it asks for more nodes than its partition allows"),
          Map.entry("PartitionConfig", "its partition cannot run it as it is asked for"),
          Map.entry("PartitionDown", "its partition is down"),
          Map.entry("PartitionInactive", "its partition is inactive"),
          Map.entry("BadConstraints", "no node is as it asks for"),
          Map.entry("DependencyNeverSatisfied", "the job that it waits for has failed"),
          Map.entry("QOSMaxWallDurationPerJobLimit", "it asks for more time than its QOS allows"),
          Map.entry(
              "AssocMaxWallDurationPerJobLimit", "it asks for more time than its account may"),
          Map.entry("Licenses", "waits for a license"),
          Map.entry("Reservation", "waits for its reservation"));

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("COMPLETED", "its server ended by itself"),
          Map.entry("COMPLETING", "it is ending, its server is gone"),
          Map.entry("FAILED", "it failed"),
          Map.entry("TIMEOUT", "its time limit is over"),
          Map.entry("CANCELLED", "it was cancelled"),
          Map.entry("NODE_FAIL", "its node failed"),
          Map.entry("BOOT_FAIL", "its node did not boot"),
          Map.entry("PREEMPTED", "another job took its place"),
          Map.entry("OUT_OF_MEMORY", "it used more memory than it had asked for"),
          Map.entry("DEADLINE", "its deadline came before its end"),
          Map.entry("REVOKED", "another cluster took it over"),
          Map.entry("SPECIAL_EXIT", "it ended in a special exit, and is held"));

  /** SLURM's commands, and timeout(1). */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "(?i).*(unable to contact slurm|socket timed out|zero bytes were transmitted"
              + "|connection (refused|timed out|reset)|communication connection failure"
              + "|temporarily unable|unexpected message received|status 124:).*");

  private JobWords() {}

  /** Of a job that waits: its reason, told apart from one that never goes away by itself. */
  public static String pending(String reason, int restarts) {
    String plain = REASONS.getOrDefault(reason, reason);
    if (reason.equals("BeginTime") && restarts > 0) {
      return "requeued, its restart is delayed (BeginTime)";
    }
    String named = plain.equals(reason) ? reason : plain + " (" + reason + ")";
    return neverStarts(reason) ? "never starts by itself: " + named : named;
  }

  /** Whether a job that waits for this reason waits until somebody changes something. */
  static boolean neverStarts(String reason) {
    return NEVER.matcher(reason).matches();
  }

  /** Of a state that is an ending; empty for any other. */
  public static Optional<String> ended(String state) {
    return Optional.ofNullable(ENDINGS.get(state));
  }

  /** Of a wait(2) status; empty for success. */
  static String exit(int status) {
    int signal = status & 127;
    if (signal != 0) {
      return " by signal " + signal;
    }
    return status == 0 ? "" : " with exit status " + (status >> 8);
  }

  /** Whether a command's own words mean that the scheduler did not answer. */
  static boolean unreachable(String said) {
    return UNREACHABLE.matcher(said).matches();
  }
}
