package tunnels.hpc;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tunnels.openssh.RemoteAnswer;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobRecord.State;
import tunnels.supervise.JobServer;

/** What is known of a job after a script on the login node has been run. */
public final class JobView {

  private static final Pattern JOB_ID = Pattern.compile("[1-9][0-9]{0,9}");
  private static final Pattern SECRET = Pattern.compile("(?i)((?:token|password)\\W{1,3})[\\w-]+");

  private final JobRecord before;
  private final Printed printed;
  private final Instant now;

  private JobView(JobRecord before, Printed printed, Instant now) {
    this.before = before;
    this.printed = printed;
    this.now = now;
  }

  /**
   * @param output what {@link LoginScripts#submit} or {@link LoginScripts#poll} printed. Where it
   *     tells nothing of the job, the record stays as it is but for its words
   */
  public static JobRecord read(JobRecord before, String output, Instant now) {
    return Printed.of(output, before.nonce())
        .map(printed -> new JobView(before, printed, now).record())
        .orElseGet(() -> unknown(before, "the login node did not answer as it should"));
  }

  /** The same, where the login shell may not have come to the script. */
  static JobRecord read(JobRecord before, RemoteAnswer answer, Instant now) {
    String why = answer.said().isEmpty() ? answer.why() : "another shell took its place";
    return answer.said().flatMap(output -> Printed.of(output, before.nonce())).isEmpty()
        ? unknown(before, "our commands do not run on the login node: " + why)
            .unanswered(before.unanswered() + 1)
        : read(before, answer.said().get(), now);
  }

  /** Of a job that cannot even be submitted. */
  static JobRecord unsubmitted(JobRecord before, String why, Instant now) {
    return new JobView(before, new Printed(List.of()), now)
        .plain(Optional.empty(), State.ENDED, why);
  }

  /** Whether {@link LoginScripts#end} has left nothing; otherwise why, in words. */
  public static Optional<String> stays(String nonce, String output) {
    Optional<Printed> printed = Printed.of(output, nonce);
    if (printed.flatMap(all -> all.one("ended")).equals(Optional.of("yes"))) {
      return Optional.empty();
    }
    return Optional.of(
        printed
            .flatMap(all -> all.one("why"))
            .orElse("the login node did not answer as it should"));
  }

  private JobRecord record() {
    Optional<String> fault = printed.one("fault");
    if (fault.isPresent()) {
      return JobWords.unreachable(fault.get())
          ? unknown(before, fault.get())
          : plain(before.id(), State.ENDED, fault.get());
    }
    Optional<String> unsure = printed.one("unsure");
    if (unsure.isPresent()) {
      return unknown(before, unsure.get());
    }
    Optional<String> id = printed.one("id").filter(text -> JOB_ID.matcher(text).matches());
    if (id.isEmpty()) {
      return before.id().isPresent()
          ? unknown(before, "the login node did not answer as it should")
          : plain(Optional.empty(), State.SUBMITTING, "not submitted");
    }
    return printed.one("squeue.status").isPresent()
        ? queued(id.get())
        : plain(id, State.PENDING, "submitted");
  }

  private JobRecord queued(String id) {
    List<String> lines = printed.all("squeue");
    Optional<QueueLine> job = lines.stream().flatMap(l -> QueueLine.parse(l).stream()).findFirst();
    boolean answered = printed.one("squeue.status").equals(Optional.of("0"));
    String said = String.join(" ", lines).strip();
    if (answered && job.isPresent()) {
      return ours(job.get()) ? ofState(id, job.get()) : purged(id);
    }
    if (said.contains("Invalid job id") || (answered && said.isEmpty())) {
      return purged(id);
    }
    return unknown(before, said.isEmpty() ? "squeue took too long" : said);
  }

  /** Job ids are used again after the controller lost its state. */
  private boolean ours(QueueLine job) {
    return !job.comment().startsWith("tunnels:")
        || job.comment().equals("tunnels:" + before.nonce());
  }

  private JobRecord ofState(String id, QueueLine job) {
    return switch (job.state()) {
      case "RUNNING" -> new RunningJob(before, printed, job, now).record(id);
      case "SUSPENDED", "STOPPED" -> waiting(id, job, "suspended by the scheduler");
      case "PENDING" -> waiting(id, job, JobWords.pending(job.reason(), job.restarts()));
      case "COMPLETING" -> requeued(job) ? waiting(id, job, "is being requeued") : ended(id, job);
      default -> ended(id, job);
    };
  }

  /** Of a state that is none of these: on its way, as CONFIGURING. */
  private JobRecord ended(String id, QueueLine job) {
    return JobWords.ended(job.state())
        .map(words -> ended(id, words + JobWords.exit(job.exit())))
        .orElseGet(() -> waiting(id, job, job.state().toLowerCase(Locale.ROOT)));
  }

  /** The count goes up as soon as the end begins, seen with 22.05. */
  private boolean requeued(QueueLine job) {
    return job.restarts() > before.server().map(JobServer::restarts).orElse(0);
  }

  private JobRecord waiting(String id, QueueLine job, String words) {
    return new JobRecord(
        before.nonce(),
        Optional.of(id),
        State.PENDING,
        words,
        job.starts(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(now));
  }

  private JobRecord purged(String id) {
    String words =
        printed.all("sacct").stream()
            .map(line -> line.split("\\|", -1))
            .filter(fields -> fields.length > 1 && fields[0].equals(id))
            .flatMap(fields -> JobWords.ended(fields[1].split(" ", 2)[0]).stream())
            .findFirst()
            .orElse("the scheduler no longer knows it");
    return ended(id, words);
  }

  private JobRecord ended(String id, String words) {
    Optional<String> fault =
        ConnectionFile.parse(printed.all("connection"))
            .filter(file -> file.of(before.nonce(), id))
            .flatMap(ConnectionFile::fault);
    // The jobscript's own lines say what the fault says.
    String last =
        printed.all("output").stream()
            .filter(line -> !line.startsWith("tunnels: "))
            .collect(Collectors.joining(" / "))
            .strip();
    String output =
        last.isEmpty() ? "" : "; its output ends: " + SECRET.matcher(last).replaceAll("$1...");
    return plain(
        Optional.of(id), State.ENDED, words + fault.map(f -> ": " + f).orElse("") + output);
  }

  private JobRecord plain(Optional<String> id, State state, String words) {
    return new JobRecord(
        before.nonce(),
        id,
        state,
        words,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(now));
  }

  private static JobRecord unknown(JobRecord before, String said) {
    String words =
        JobWords.unreachable(said) || said.contains("took too long")
            ? "the scheduler does not answer: " + said
            : said;
    return new JobRecord(
        before.nonce(),
        before.id(),
        before.state(),
        words,
        before.starts(),
        before.ends(),
        before.server(),
        before.remarks(),
        before.seen());
  }
}
