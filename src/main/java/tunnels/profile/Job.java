package tunnels.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The batch job in which a tunnel's server runs.
 *
 * @param server what runs in it
 * @param command of {@link Server#COMMAND} without a {@code script}: a line for the job's shell
 * @param script a jobscript of the user's own, on this machine, absolute, instead of the one that
 *     is made; {@code setup} is empty then, and {@code server} says what it runs
 * @param setup lines for the job's shell before the server, as {@code module load}
 * @param sbatch options for sbatch(1), each one argument
 * @param expose whether a server that other machines can reach is allowed
 * @param line of {@code [job]}
 */
public record Job(
    Server server,
    Optional<String> command,
    Optional<Path> script,
    List<String> setup,
    List<String> sbatch,
    Route route,
    OnDown onDown,
    boolean expose,
    int line) {

  /** Servers whose command line is known, and the user's own. */
  public enum Server {
    RSTUDIO,
    JUPYTER,
    PARAVIEW,
    COMMAND
  }

  /** The way from the login node to the server. */
  public enum Route {
    /** The first that works, which is remembered. */
    AUTO,
    /** ssh to the node's sshd, through the login node's master. */
    JUMP,
    /** A Unix socket in a private directory on the login node, and an ssh from there. */
    SOCKET,
    /** An sshd of its own within the job, for nodes that have none. */
    SRUN
  }

  /** What {@code down} does with the job. */
  public enum OnDown {
    CANCEL,
    KEEP
  }

  public Job {
    setup = List.copyOf(setup);
    sbatch = List.copyOf(sbatch);
  }
}
