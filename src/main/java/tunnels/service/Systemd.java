package tunnels.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tunnels.process.Processes;

/** The supervisor as a unit of systemd: of the user's own manager, or of the system's. */
public final class Systemd implements Service {

  private static final Path SYSTEM = Path.of("/etc/systemd/system");

  private final Invocation invocation;
  private final Optional<String> user;
  private final Path file;
  private final SystemCommand systemctl;

  private Systemd(
      Processes processes,
      Invocation invocation,
      Optional<String> user,
      Path file,
      String... scope) {
    this.invocation = invocation;
    this.user = user;
    this.file = file;
    this.systemctl =
        new SystemCommand(processes, user.isPresent() ? List.of("systemctl") : List.of(scope));
  }

  /**
   * @param config the user's {@code ~/.config}, or what stands for it
   */
  public static Systemd ofUser(Processes processes, Invocation invocation, Path config) {
    Path file = config.resolve("systemd/user/tunnels.service");
    return new Systemd(processes, invocation, Optional.empty(), file, "systemctl", "--user");
  }

  /**
   * @param user whose tunnels they are
   */
  public static Systemd ofSystem(Processes processes, Invocation invocation, String user) {
    Path file = SYSTEM.resolve("tunnels-" + user + ".service");
    return new Systemd(processes, invocation, Optional.of(user), file, "systemctl");
  }

  @Override
  public String text() {
    return "# " + file + "\n" + SystemdUnit.text(invocation, user);
  }

  @Override
  public String install() throws IOException, Refusal {
    systemctl.run("daemon-reload"); // before anything is written: is there one that answers?
    new UnitFile(file).write(SystemdUnit.text(invocation, user));
    systemctl.run("daemon-reload");
    systemctl.run("enable", unit());
    systemctl.run("restart", unit());
    return file + "\n" + unit() + " is enabled, and runs" + linger();
  }

  @Override
  public String uninstall() throws IOException, Refusal {
    systemctl.quietly("disable", "--now", unit());
    boolean there = new UnitFile(file).delete();
    systemctl.quietly("daemon-reload");
    return there ? file + " is gone, and nothing runs of it" : file + " is not there";
  }

  private String linger() {
    return user.isPresent()
        ? ""
        : "\nwithout `loginctl enable-linger` it, and every ssh that it started, ends with your last"
            + " login, and does not start at boot";
  }

  private String unit() {
    return String.valueOf(file.getFileName());
  }
}
