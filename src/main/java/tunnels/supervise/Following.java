package tunnels.supervise;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tunnels.profile.Endpoint;
import tunnels.profile.Job;
import tunnels.profile.Names;

/**
 * What is remembered of a tunnel's job.
 *
 * @param connection to the login node
 * @param profile the tunnel's file
 * @param onDown what the profile says of the job's end
 * @param since when a person wanted it
 * @param asked when the scheduler was asked last
 * @param way how its server is reached; empty while it has none
 */
public record Following(
    String connection,
    Path profile,
    Job.OnDown onDown,
    JobRecord job,
    Instant since,
    Optional<Instant> asked,
    Optional<Way> way) {

  public Following {
    Odd.unless(Names.isName(connection), connection);
  }

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration QUEUED = Duration.ofSeconds(15);
  private static final int PARTS = 10;
  private static final Duration RUNNING = Duration.ofSeconds(60);
  private static final Duration UNHEARD = Duration.ofMinutes(10);
  private static final Duration DOUBTFUL = Duration.ofSeconds(2);

  /** Where the tunnel's server can be reached, on the connection of that name. */
  Optional<Endpoint> target(String on) {
    if (job.server().isEmpty() || way.isEmpty()) {
      return Optional.empty();
    }
    if (on.equals(connection)) {
      return way.get().hop().map(Endpoint.Unix::new);
    }
    boolean linked = way.get().link().filter(link -> link.name().equals(on)).isPresent();
    return linked ? job.server().map(JobServer::listens) : Optional.empty();
  }

  /**
   * How long to leave the scheduler in peace: the longer a job has waited, the longer.
   *
   * @param reached whether the way to the server is there
   */
  Duration interval(boolean reached, Instant now) {
    if (job.isUnheard()) {
      return UNHEARD;
    }
    return switch (job.state()) {
      case SUBMITTING, PENDING, STARTING -> waiting(Duration.between(since, now).dividedBy(PARTS));
      case READY -> reached ? RUNNING : DOUBTFUL;
      case ENDED -> RUNNING;
    };
  }

  private static Duration waiting(Duration part) {
    Duration least = part.compareTo(SOON) < 0 ? SOON : part;
    return least.compareTo(QUEUED) > 0 ? QUEUED : least;
  }

  /** Whether its job goes on while the tunnel is down. */
  public boolean kept() {
    return onDown == Job.OnDown.KEEP && !over() && job.state() != JobRecord.State.SUBMITTING;
  }

  /** Whether something leads to its server. */
  boolean leads() {
    return way.filter(w -> w.hop().isPresent() || w.link().isPresent()).isPresent();
  }

  /** In which its profile stood. */
  Optional<Path> folder() {
    return Optional.ofNullable(profile.getParent());
  }

  boolean over() {
    return job.state() == JobRecord.State.ENDED;
  }

  Following with(JobRecord now, Instant when) {
    return new Following(connection, profile, onDown, now, since, Optional.of(when), way);
  }

  Following with(Job.OnDown now) {
    return new Following(connection, profile, now, job, since, asked, way);
  }

  Following with(Optional<Way> now) {
    return new Following(connection, profile, onDown, job, since, asked, now);
  }

  /** Whether anything differs by which a tunnel is steered. */
  boolean differs(Following other) {
    return job.state() != other.job.state()
        || !job.server().equals(other.job.server())
        || !way.equals(other.way);
  }
}
