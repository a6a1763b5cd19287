package tunnels.hpc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import tunnels.files.RegularFile;
import tunnels.profile.Job;

/**
 * The text of a jobscript: starts the server, waits until it listens where only this user's tunnel
 * can reach it, says so in the connection file, and ends with it.
 *
 * <p>The server's setup runs in a subshell: nothing in it changes the rest. Its output is the
 * job's.
 */
public final class JobScript {

  /** sbatch takes no more (max_script_size of slurm.conf(5)). */
  private static final int LONGEST = 4 * 1024 * 1024;

  private JobScript() {}

  /** A script of the user's own; bytes that are no text are none of ours to refuse. */
  public static String read(Path script) throws IOException {
    return RegularFile.text(script, LONGEST);
  }

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
