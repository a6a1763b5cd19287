package tunnels.convert;

import java.util.List;
import java.util.Set;

/**
 * What was found in a file.
 *
 * @param scripts scripts and programs of somebody's own that it runs
 * @param label what launchd knows the job by; empty for others
 */
public record FoundCommands(
    Form form, List<FoundCommand> commands, Set<String> scripts, String label) {

  /** The kinds of file that start ssh. */
  public enum Form {
    /** systemd.service(5). */
    UNIT,
    /** crontab(5). */
    CRONTAB,
    /** launchd.plist(5). */
    PLIST,
    SCRIPT
  }

  static FoundCommands of(Form form, CommandFinder finder) {
    return new FoundCommands(form, finder.found(), Set.copyOf(finder.scripts()), "");
  }
}
