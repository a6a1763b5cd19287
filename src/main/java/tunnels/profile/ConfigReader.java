package tunnels.profile;

import java.nio.file.Path;
import java.util.Optional;

/** Reads config.toml: what holds for every profile that says nothing else. */
final class ConfigReader {

  private ConfigReader() {}

  static Defaults read(Path home, Findings found) {
    Optional<Value.Table> table = TomlFence.read(found);
    return table.isPresent()
        ? defaults(new Section(table.get(), Place.CONFIG, found), home)
        : Defaults.ours();
  }

  private static Defaults defaults(Section config, Path home) {
    Defaults ours = Defaults.ours();
    return new Defaults(
        SshReader.read(config, Place.CONFIG_SSH, ours.ssh(), home),
        TimesReader.retry(config, ours.retry()),
        TimesReader.health(config, ours.health()),
        config.script("on_change"));
  }
}
