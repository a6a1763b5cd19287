package tunnels.hpc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A job as {@code squeue -O} shows it, in the order of {@link LoginTexts#POLL}.
 *
 * @param state SLURM's, in capitals
 * @param node the host that runs the batch script; empty while there is none
 * @param shared whether other users' jobs may run on its nodes
 * @param exit its wait(2) status
 */
record QueueLine(
    String state,
    Optional<String> node,
    int restarts,
    boolean shared,
    Optional<Instant> starts,
    Optional<Instant> ends,
    int exit,
    String comment,
    String reason) {

  private static final int FIELDS = 9;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;
  private static final Pattern STATE = Pattern.compile("[A-Z_]{2,30}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** OverSubscribe, seen with 22.05: NO is --exclusive, USER is --exclusive=user, else OK. */
  private static final Set<String> ALONE = Set.of("NO", "USER");

  /** Empty where it is not such a line. The reason comes last: it may hold anything. */
  static Optional<QueueLine> parse(String line) {
    String[] fields = line.split("\\|", FIELDS);
    if (fields.length < FIELDS
        || !STATE.matcher(fields[0]).matches()
        || !NUMBER.matcher(fields[2]).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new QueueLine(
            fields[0],
            Optional.of(fields[1]).filter(node -> HopScript.NODE.matcher(node).matches()),
            Integer.parseInt(fields[2]),
            !ALONE.contains(fields[3]),
            utc(fields[4]),
            utc(fields[5]),
            NUMBER.matcher(fields[6]).matches() ? Integer.parseInt(fields[6]) : 0,
            fields[7],
            fields[8].strip()));
  }

  /** A year that nobody waits for is none: sums with it overflow. */
  private static Optional<Instant> utc(String time) {
    try {
      LocalDateTime read = LocalDateTime.parse(time);
      return read.getYear() >= FIRST_YEAR && read.getYear() <= LAST_YEAR
          ? Optional.of(read.toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeException notYet) {
      return Optional.empty();
    }
  }
}
