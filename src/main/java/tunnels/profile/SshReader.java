package tunnels.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads [ssh], of a profile or of config.toml. */
final class SshReader {
  /** The file is named by an Include of a generated file, where ssh would read these otherwise. */
  private static final String EXPANDED = "\"\\%$";

  private static final int MOST_LOGINS = 100;

  private SshReader() {}

  static Profile.Ssh read(Section top, Place place, Profile.Ssh otherwise, Path home) {
    Optional<Section> ssh = top.section(place, "ssh");
    return ssh.isPresent() ? read(ssh.get(), otherwise, home) : otherwise;
  }

  private static Profile.Ssh read(Section ssh, Profile.Ssh otherwise, Path home) {
    List<String> options = OptionReader.read(ssh);
    options.addAll(otherwise.options());
    Optional<Path> config = config(ssh, home);
    return new Profile.Ssh(
        config.isPresent() ? config : otherwise.config(),
        options,
        connection(ssh),
        ssh.truth("remote_commands", otherwise.remoteCommands()),
        ssh.whole("logins", MOST_LOGINS, otherwise.logins()));
  }

  private static Optional<Path> config(Section ssh, Path home) {
    Optional<String> text = ssh.text("config");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String path = LocalPath.expanded(text.get(), home);
    if (LocalPath.isNothing(path)) {
      return Optional.of(Profile.Ssh.NO_CONFIG);
    }
    Optional<String> why = wrong(path);
    if (why.isPresent()) {
      ssh.fault("config", Quote.quote(path) + " " + why.get());
      return Optional.empty();
    }
    return Optional.of(Path.of(path));
  }

  private static Optional<String> wrong(String path) {
    if (isExpanded(path)) {
      return Optional.of(
          "holds a character that ssh would read otherwise (one of \"\\%$): rename the file");
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

  private static Optional<String> connection(Section ssh) {
    Optional<String> name = ssh.text("connection");
    if (name.isPresent() && !Names.isName(name.get())) {
      ssh.fault("connection", Quote.quote(name.get()) + " is no name: write " + Names.FORM);
      return Optional.empty();
    }
    return name;
  }
}
