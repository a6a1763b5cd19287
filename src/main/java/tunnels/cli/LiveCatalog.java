package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunnels.profile.Catalog;
import tunnels.profile.Catalogs;
import tunnels.state.Stamp;

/** What the profiles say by now: read again only when a file has changed. */
final class LiveCatalog implements Supplier<Catalog> {

  private final Path config;
  private final Path home;
  private Map<Path, Stamp> stamps;
  private Catalog catalog;

  LiveCatalog(Path config, Path home) {
    this.config = config;
    this.home = home;
    this.stamps = stamps();
    this.catalog = Catalogs.read(config, home);
  }

  @Override
  public synchronized Catalog get() {
    return catalog;
  }

  /** Looks at the files; true if something was read anew. */
  synchronized boolean refresh() {
    Map<Path, Stamp> now = stamps();
    if (now.equals(stamps)) {
      return false;
    }
    stamps = now;
    catalog = Catalogs.read(config, home);
    return true;
  }

  private Map<Path, Stamp> stamps() {
    try (Stream<Path> files = Files.list(config.resolve("profiles"))) {
      return Stream.concat(files, Stream.of(config.resolve("config.toml")))
          .collect(Collectors.toMap(file -> file, Stamp::of));
    } catch (IOException e) {
      return Map.of();
    }
  }
}
