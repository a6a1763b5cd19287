package tunnels.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads [ssh], of a profile or of config.toml. */
final class SshReader {
  /** The file is named by an Include of a generated file, where ssh would expand these. */
  private static final String EXPANDED = "\"*?[]%$";

  private static final int MOST_LOGINS = 100;

  private SshReader() {}

  static Profile.Ssh read(Section ssh, Profile.Ssh otherwise, Path home) {
    List<String> options = OptionReader.read(ssh);
    options.addAll(otherwise.options());
    return new Profile.Ssh(
        ssh.text("config").flatMap(text -> config(ssh, text, home)).or(otherwise::config),
        options,
        ssh.text("connection").filter(name -> isName(ssh, name)),
        ssh.truth("remote_commands", otherwise.remoteCommands()),
        ssh.whole("logins", MOST_LOGINS, otherwise.logins()));
  }

  private static Optional<Path> config(Section ssh, String text, Path home) {
    String path = LocalPath.expanded(text, home);
    Optional<String> why = wrong(path);
    why.ifPresent(reason -> ssh.fault("config", Quote.quote(path) + " " + reason));
    return why.isPresent() ? Optional.empty() : Optional.of(Path.of(path));
  }

  private static Optional<String> wrong(String path) {
    if (path.equals("none")) {
      return Optional.of("is not taken here: write \"/dev/null\" for no configuration of ssh");
    }
    if (isExpanded(path)) {
      return Optional.of(
          "holds a character that ssh would expand (one of \"*?[]%$): rename the file");
    }
    return LocalPath.wrong(path, "an ssh_config file");
  }

  private static boolean isExpanded(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (EXPANDED.indexOf(path.charAt(i)) >= 0) {
        return true;
      }
    }
    return Quote.hasControl(path);
  }

  private static boolean isName(Section ssh, String name) {
    if (!Names.isName(name)) {
      ssh.fault("connection", Quote.quote(name) + " is no name: write " + Names.FORM);
    }
    return Names.isName(name);
  }
}
