package tunnels.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;

/** The supervisor as a job of launchd: an agent of the user's session, or a daemon. */
public final class Launchd implements Service {

  private static final Path DAEMONS = Path.of("/Library/LaunchDaemons");

  private final Processes processes;
  private final Invocation invocation;
  private final Optional<String> user;
  private final Path file;
  private final Path log;
  private final SystemCommand launchctl;

  private Launchd(
      Processes processes, Invocation invocation, Optional<String> user, Path file, Path log) {
    this.processes = processes;
    this.invocation = invocation;
    this.user = user;
    this.file = file;
    this.log = log;
    this.launchctl = new SystemCommand(processes, List.of("launchctl"));
  }

  public static Launchd ofUser(Processes processes, Invocation invocation, Path home) {
    Path file = home.resolve("Library/LaunchAgents/tunnels.plist");
    Path log = home.resolve("Library/Logs/tunnels.log");
    return new Launchd(processes, invocation, Optional.empty(), file, log);
  }

  /**
   * @param user whose tunnels they are
   */
  public static Launchd ofSystem(Processes processes, Invocation invocation, String user) {
    Path file = DAEMONS.resolve("tunnels-" + user + ".plist");
    Path log = Path.of("/Library/Logs/tunnels-" + user + ".log");
    return new Launchd(processes, invocation, Optional.of(user), file, log);
  }

  @Override
  public String text() {
    return LaunchdPlist.text(invocation, label(), log.toString(), user);
  }

  @Override
  public String install() throws IOException, Refusal {
    launchctl.run("managername");
    new UnitFile(file).write(text());
    launchctl.quietly("bootout", domain() + "/" + label());
    launchctl.run("bootstrap", domain(), file.toString());
    return file + "\n" + label() + " is loaded; it writes to " + log;
  }

  @Override
  public String uninstall() throws IOException, Refusal {
    launchctl.quietly("bootout", domain() + "/" + label());
    boolean there = new UnitFile(file).delete();
    return there ? file + " is gone, and nothing runs of it" : file + " is not there";
  }

  private String domain() {
    if (user.isPresent()) {
      return "system";
    }
    return "gui/" + new SystemCommand(processes, List.of("id")).attempt("-u").out().strip();
  }

  private String label() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.plist$", "");
  }
}
