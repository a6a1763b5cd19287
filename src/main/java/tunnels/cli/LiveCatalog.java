package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tunnels.files.FolderListing;
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
    try {
      List<Path> files = new ArrayList<>(FolderListing.of(config.resolve("profiles")));
      files.add(config.resolve("config.toml"));
      return files.stream().collect(Collectors.toMap(file -> file, Stamp::of));
    } catch (IOException e) {
      return Map.of();
    }
  }
}
