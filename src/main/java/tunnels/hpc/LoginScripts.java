package tunnels.hpc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tunnels.supervise.JobServer;

/**
 * What is run on the login node. The scripts go to {@code sh} by its stdin: what a lost connection
 * cuts off is never run, because all of it stands in a function that is called last. What they
 * print begins with {@code tunnels=NONCE}, so that nothing which a login shell says before is taken
 * for it.
 *
 * <p>A job has one directory there, {@code ~/.tunnels/NONCE}, which nobody else can enter.
 */
public final class LoginScripts {

  /** How long at most the login node waits for a sign of us before it ends what it runs for us. */
  public static final Duration LEASE = Duration.ofSeconds(15);

  /** Letters that neither a shell, ssh nor sshd gives a meaning to. */
  static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._/@+=,-]{0,255}");

  private static final String CALL = "main\n";

  private LoginScripts() {}

  /**
   * Submits the job unless it has been submitted before, under this nonce: may be cut off or
   * repeated at any time. Prints {@code id=}, {@code fault=} where sbatch refused, or {@code
   * unsure=}, all for {@link JobView}; sbatch itself is ended after 60 s.
   *
   * @param sbatch the user's options for sbatch(1), each one argument
   * @param jobscript {@link JobScript}'s
   * @param publicKey the one key that the job's own sshd lets in
   */
  public static String submit(
      String nonce, List<String> sbatch, String jobscript, Optional<String> publicKey) {
    String options = sbatch.stream().map(FarShell::quote).collect(Collectors.joining(" "));
    return header(nonce, Optional.empty())
        + FarShell.set("jobscript", jobscript)
        + FarShell.set("public_key", publicKey.orElse(""))
        + LoginTexts.COMMON
        + SubmitText.TEXT.replace("USER_OPTIONS", options)
        + CALL;
  }

  /** One look at the job, for {@link JobView}: the queue, its directory, its connection file. */
  public static String poll(String nonce, Optional<String> jobId) {
    return header(nonce, jobId) + LoginTexts.COMMON + LoginTexts.POLL + CALL;
  }

  /**
   * Ends the job, waits about 10 s until the scheduler is done with it, and removes its directory;
   * prints {@code ended=yes}, or {@code ended=no} and why.
   *
   * @param cancel false: a job that is not over stays, and so does its directory
   */
  public static String end(String nonce, Optional<String> jobId, boolean cancel) {
    return header(nonce, jobId)
        + FarShell.set("cancel", cancel ? "yes" : "no")
        + LoginTexts.COMMON
        + LoginTexts.END
        + CALL;
  }

  /** Lists the jobs that have a directory here, for {@link LeftJob#list}. */
  public static String leftovers() {
    return LoginTexts.LEFTOVERS + CALL;
  }

  /**
   * One line for the login shell: carries a Unix socket on the login node to the server, until its
   * stdin ends, a heartbeat stays away or the way to the node is lost; then nothing of it is left.
   *
   * <p>It writes a line to its stdout each {@code lease} and expects one on its stdin before the
   * next. Its stderr says {@code tunnels-hop NONCE PATH} once the socket carries, otherwise what
   * went wrong.
   */
  public static String hop(String nonce, JobServer server, Duration lease) {
    return FarShell.command(HopScript.text(nonce, server, lease), NodeScripts.guard(nonce, server));
  }

  /**
   * One line for the login shell, for a ProxyCommand: an sshd of the job's own, on its stdin and
   * stdout. A client passes over the lines before its greeting, and not over words before it.
   *
   * @param sshd its path on the node
   */
  public static String srunProxy(String nonce, String jobId, String sshd) {
    String script =
        """
        { command -v srun || { [ -r /etc/profile ] && . /etc/profile; }; } </dev/null >/dev/null 2>&1;
        echo; exec srun --jobid=%s --overlap -N1 -n1 -Q -u %s -i -e -f "$HOME/.tunnels/%s/sshd_config"
        """;
    return FarShell.command(
        script.formatted(
            FarShell.jobId(jobId), FarShell.matching(PLAIN_PATH, sshd), FarShell.nonce(nonce)));
  }

  private static String header(String nonce, Optional<String> jobId) {
    return FarShell.set("nonce", FarShell.nonce(nonce))
        + FarShell.set("id", jobId.map(FarShell::jobId).orElse(""));
  }
}
