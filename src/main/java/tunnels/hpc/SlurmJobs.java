package tunnels.hpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.files.FileFailure;
import tunnels.openssh.Connection;
import tunnels.openssh.Master;
import tunnels.process.Processes;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.supervise.JobRecord;
import tunnels.supervise.Jobs;
import tunnels.supervise.Way;

/**
 * SLURM, by sbatch(1), squeue(1) and scancel(1) on the login node. Seen with 22.05.
 *
 * <p>What a job has on this side stands in a folder of its own; on the far side, everything is
 * named after its nonce.
 */
public final class SlurmJobs implements Jobs {

  private static final int RANDOM_BYTES = 12;

  /** So many of ssh's ServerAlive end a connection. */
  private static final int UNANSWERED = 3;

  /** A controller that does not answer takes squeue 18 s to say so. */
  private static final Duration ASKING = Duration.ofSeconds(30);

  /** It looks for itself first, and an sbatch that hangs is ended after a minute. */
  private static final Duration SUBMITTING = Duration.ofSeconds(90);

  private static final Duration ENDING = Duration.ofSeconds(45);

  /** Where what one job needs on this side is kept. */
  public interface Folders {
    Path of(String nonce) throws IOException;
  }

  private final Processes processes;
  private final Folders folders;
  private final String owner;
  private final InstantSource clock;
  private final JobLinks links;
  private final JobHops hops;

  /**
   * @param owner eight hexadecimal digits that begin the nonces of this state's jobs: the account
   *     on the far side may be used from other machines too
   */
  public SlurmJobs(Processes processes, Folders folders, String owner, InstantSource clock) {
    this.processes = processes;
    this.folders = folders;
    this.owner = owner;
    this.clock = clock;
    this.links = new JobLinks(processes, folders);
    this.hops = new JobHops(processes, folders);
  }

  @Override
  public JobRecord intent() {
    byte[] nonce = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(nonce);
    return JobRecord.intended(owner + HexFormat.of().formatHex(nonce));
  }

  @Override
  public JobRecord submit(Job job, Master login, JobRecord before) throws IOException {
    Optional<String> own;
    try {
      own =
          job.script().isPresent()
              ? Optional.of(JobScript.read(job.script().get()))
              : Optional.empty();
    } catch (IOException e) {
      return JobView.unsubmitted(
          before, "its jobscript cannot be read: " + FileFailure.words(e), clock.instant());
    }
    String script = JobScript.text(job, before.nonce(), own);
    Optional<String> key =
        job.route() == Job.Route.AUTO || job.route() == Job.Route.SRUN
            ? new JobKey(processes, folders.of(before.nonce())).publicKey()
            : Optional.empty();
    String submit = LoginScripts.submit(before.nonce(), job.sbatch(), script, key);
    return JobView.read(before, login.run(submit, SUBMITTING), clock.instant());
  }

  @Override
  public JobRecord poll(Master login, JobRecord before) {
    String poll = LoginScripts.poll(before.nonce(), before.id());
    return JobView.read(before, login.run(poll, ASKING), clock.instant());
  }

  @Override
  public boolean end(Master login, JobRecord job, Job.OnDown onDown) {
    boolean cancel = onDown == Job.OnDown.CANCEL;
    String end = LoginScripts.end(job.nonce(), job.id(), cancel);
    boolean ended =
        login
            .run(end, ENDING)
            .said()
            .orElse("")
            .lines()
            .anyMatch(line -> line.strip().equals("ended=yes"));
    if (ended) {
      forget(job);
    }
    return ended;
  }

  @Override
  public List<JobRecord> left(Master login, Set<String> known) {
    return LeftJob.list(login.run(LoginScripts.leftovers(), ASKING).said().orElse("")).stream()
        .filter(job -> job.nonce().startsWith(owner) && !known.contains(job.nonce()))
        .map(job -> JobRecord.intended(job.nonce()).submitted(job.id()))
        .toList();
  }

  @Override
  public Connection link(
      Way.Kind kind,
      Profile profile,
      Connection login,
      Master master,
      JobRecord job,
      Optional<Connection> last)
      throws IOException {
    return links.make(kind, profile, login, master, job, last);
  }

  @Override
  public Hop hop(Master login, JobRecord job, Profile.Health health) throws IOException {
    return hops.open(login, job, lease(health));
  }

  @Override
  public boolean hops(JobRecord job) {
    return hops.lives(job);
  }

  @Override
  public void endHop(JobRecord job) {
    hops.end(job);
  }

  /** As soon as a dead server is seen from here, where that is sooner. */
  private static Duration lease(Profile.Health health) {
    Duration dead = health.alive().multipliedBy(UNANSWERED);
    return dead.compareTo(LoginScripts.LEASE) < 0 ? dead : LoginScripts.LEASE;
  }

  /** The key of a job is of no use after it. */
  private void forget(JobRecord job) {
    try (Stream<Path> files = Files.walk(folders.of(job.nonce()))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // `clean` finds it.
    }
  }
}
