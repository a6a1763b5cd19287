package tunnels.hpc;

import java.util.Optional;
import java.util.stream.Collectors;
import tunnels.profile.Job;

/**
 * The text of a jobscript: starts the server, waits until it listens where only this user's tunnel
 * can reach it, says so in the connection file, and ends with it.
 *
 * <p>The server's setup runs in a subshell: nothing in it changes the rest. Its output is the
 * job's.
 */
public final class JobScript {

  private JobScript() {}

  /** Of a job without a script of the user's own. */
  public static String text(Job job, String nonce) {
    return text(job, nonce, Optional.empty());
  }

  /**
   * @param script what is in the job's {@link Job#script}, whose {@code #SBATCH} lines count; it is
   *     run as the server
   */
  public static String text(Job job, String nonce, Optional<String> script) {
    if (script.isPresent() != job.script().isPresent()) {
      throw new IllegalArgumentException("the text of the job's own script, where it has one");
    }
    return "#!/bin/bash -l\n"
        + script.map(JobScript::directives).orElse("")
        + FarShell.set("nonce", FarShell.nonce(nonce))
        + FarShell.set("expose", job.expose() ? "yes" : "no")
        + FarShell.set("asks_for_token", ServerLines.asksForToken(job) ? "yes" : "no")
        + FarShell.set("setup", String.join("\n", job.setup()))
        + FarShell.set("command", job.command().orElse(""))
        + FarShell.set("script", script.orElse(""))
        + JobTexts.PLACE
        + JobTexts.LISTENING
        + JobTexts.CONNECTION
        + JobTexts.SERVER
        + ServerLines.of(job)
        + JobTexts.MAIN;
  }

  private static String directives(String script) {
    return script
        .lines()
        .takeWhile(line -> line.isBlank() || line.startsWith("#"))
        .filter(line -> line.startsWith("#SBATCH"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
