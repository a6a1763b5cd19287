package tunnels.supervise;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.Master;
import tunnels.profile.Job;
import tunnels.profile.Profile;

/** A batch scheduler, asked over the living master of its login node. */
public interface Jobs {

  /** A job that is about to be submitted. */
  JobRecord intent();

  /**
   * Submits; where that was done already, finds out as what.
   *
   * @return still {@link JobRecord.State#SUBMITTING} where the scheduler does not answer
   */
  JobRecord submit(Job job, Master login, JobRecord before) throws IOException;

  /** Asks how it is; as before, with other words, where the scheduler does not answer. */
  JobRecord poll(Master login, JobRecord before);

  /**
   * Ends it and removes all that it has on the far side.
   *
   * @param onDown whether the scheduler's job is cancelled, or goes on without us
   * @return false if it is not certain that it is over
   */
  boolean end(Master login, JobRecord job, Job.OnDown onDown);

  /** Those submitted with our state that still have something there, but for these nonces. */
  List<JobRecord> left(Master login, Set<String> known);

  /**
   * The connection to the node, for every kind of way but {@link Way.Kind#SOCKET}.
   *
   * @param last as it was made last
   */
  Connection link(
      Way.Kind kind,
      Profile profile,
      Connection login,
      Master master,
      JobRecord job,
      Optional<Connection> last)
      throws IOException;

  /** What became of a hop: a socket's path on the login node, or why there is none. */
  sealed interface Hop {
    record Open(String socket) implements Hop {}

    record Failed(Cause cause) implements Hop {}
  }

  /**
   * Opens a hop from the login node, over whatever is left of the last one.
   *
   * @param health how soon the login node is to see that we are gone
   */
  Hop hop(Master login, JobRecord job, Profile.Health health) throws IOException;

  /** Whether this side of the hop lives. */
  boolean hops(JobRecord job);

  /** Ends it; the far side follows. */
  void endHop(JobRecord job);

  /** Where there is no scheduler. */
  static Optional<Jobs> none() {
    return Optional.empty();
  }
}
