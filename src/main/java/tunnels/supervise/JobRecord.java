package tunnels.supervise;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The job of a tunnel as it was last seen, written before it is submitted so that no job is ever
 * lost or submitted twice.
 *
 * @param nonce part of every name that the job has on the far side: 32 hexadecimal digits
 * @param id the scheduler's; empty until it is known to be submitted
 * @param words the state and its reason, for people
 * @param starts when the scheduler expects a job to start that waits
 * @param ends when the time limit of one that runs is over
 * @param server empty unless {@link State#READY}
 * @param remarks what does not hold of a safe set-up: a node that is shared, a directory that
 *     others can read
 * @param seen when the scheduler last answered
 * @param unanswered how often in a row the login shell did not come to our commands
 */
public record JobRecord(
    String nonce,
    Optional<String> id,
    State state,
    String words,
    Optional<Instant> starts,
    Optional<Instant> ends,
    Optional<JobServer> server,
    List<String> remarks,
    Optional<Instant> seen,
    long unanswered) {

  private static final int A_FEW = 3;

  public JobRecord(
      String nonce,
      Optional<String> id,
      State state,
      String words,
      Optional<Instant> starts,
      Optional<Instant> ends,
      Optional<JobServer> server,
      List<String> remarks,
      Optional<Instant> seen) {
    this(nonce, id, state, words, starts, ends, server, remarks, seen, 0);
  }

  /** Where a job is, as far as a tunnel is concerned. */
  public enum State {
    /** About to be submitted: it may have been. */
    SUBMITTING,
    /** In the queue. */
    PENDING,
    /** It runs, and its server has not said where it listens. */
    STARTING,
    /** Its server listens. */
    READY,
    /** Over, whatever the reason. */
    ENDED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public JobRecord {
    Odd.unless(isNonce(nonce), nonce);
    remarks = List.copyOf(remarks);
  }

  /** It is part of names of files, here and there. */
  private static boolean isNonce(String text) {
    return text.length() == 32 && text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
  }

  /** The same, known to the scheduler by this. */
  public JobRecord submitted(Optional<String> as) {
    return new JobRecord(nonce, as, state, words, starts, ends, server, remarks, seen, unanswered);
  }

  public JobRecord unanswered(long times) {
    return new JobRecord(nonce, id, state, words, starts, ends, server, remarks, seen, times);
  }

  /** Whether the login shell is the reason that nothing more is known of it. */
  boolean isUnheard() {
    return unanswered >= A_FEW && (state != State.READY && state != State.ENDED);
  }

  /** One that is to be submitted. */
  public static JobRecord intended(String nonce) {
    return new JobRecord(
        nonce,
        Optional.empty(),
        State.SUBMITTING,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
