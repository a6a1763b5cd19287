package tunnels.profile;

import java.nio.file.Path;
import java.util.Optional;

/** Reads config.toml: what holds for every profile that says nothing else. */
final class ConfigReader {

  private ConfigReader() {}

  static Defaults read(Path home, Findings found) {
    return SourceText.read(found.file(), found)
        .flatMap(text -> TomlFence.read(text, found))
        .map(table -> defaults(new Section(table, Place.CONFIG, found), home))
        .orElseGet(Defaults::ours);
  }

  private static Defaults defaults(Section config, Path home) {
    Defaults ours = Defaults.ours();
    Optional<Section> ssh = config.section(Place.CONFIG_SSH, "ssh");
    Optional<Section> retry = config.section(Place.RETRY, "retry");
    Optional<Section> health = config.section(Place.HEALTH, "health");
    return new Defaults(
        ssh.map(s -> SshReader.read(s, ours.ssh(), home)).orElse(ours.ssh()),
        retry.map(s -> TimesReader.retry(s, ours.retry())).orElse(ours.retry()),
        health.map(s -> TimesReader.health(s, ours.health())).orElse(ours.health()),
        config.script("on_change"));
  }
}
