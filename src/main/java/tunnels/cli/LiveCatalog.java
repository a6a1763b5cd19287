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

  private static final long SECOND = 1_000_000_000;
  private static final long TICK = 100_000_000;

  private final Path config;
  private final Path home;
  private Map<Path, Stamp> stamps;
  private Catalog catalog;
  private long looked;
  private long read;
  private boolean settling = true;
  private boolean edited;

  LiveCatalog(Path config, Path home) {
    this.config = config;
    this.home = home;
    this.stamps = stamps();
    this.catalog = Catalogs.read(config, home);
    this.looked = System.nanoTime();
    this.read = looked;
  }

  /** Of a second ago at most: no event may have told of what has changed since. */
  @Override
  public synchronized Catalog get() {
    if (System.nanoTime() - looked > SECOND) {
      look();
    }
    return catalog;
  }

  /** Looks at the files; true if something was read anew since the last time. */
  synchronized boolean refresh() {
    look();
    boolean news = edited;
    edited = false;
    return news;
  }

  /**
   * After a change everything is read once more a while later: what was written since within one
   * tick of the file system's clock (4 ms, on Linux with 250 Hz) has the same time.
   */
  private void look() {
    Map<Path, Stamp> now = stamps();
    boolean changed = !now.equals(stamps);
    boolean again = settling && System.nanoTime() - read > TICK;
    if (changed || again) {
      stamps = now;
      catalog = Catalogs.read(config, home);
      read = System.nanoTime();
      edited = true;
      settling = changed;
    }
    looked = System.nanoTime();
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
