package tunnels.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tunnels.profile.Catalog;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Store;
import tunnels.supervise.Wanted;

/** How tunnels were before a command, by which what it has left alone is told. */
final class UpBefore {

  private final Catalog catalog;
  private final Store store;
  private final Map<String, LaunchRecord> launches = new HashMap<>();

  /** Only those of which an ssh was started, and that are wanted up by a word, can be as before. */
  UpBefore(Catalog catalog, Store store, Collection<String> names) throws IOException {
    this.catalog = catalog;
    this.store = store;
    for (String name : names) {
      Optional<LaunchRecord> launch = launch(name);
      if (launch.isPresent() && isWanted(name)) {
        launches.put(name, launch.get());
      }
    }
  }

  /** Those whose ssh is the same, with the same forwards. */
  Set<String> unchanged() throws IOException {
    Set<String> same = new HashSet<>();
    for (Map.Entry<String, LaunchRecord> before : launches.entrySet()) {
      Optional<LaunchRecord> now = launch(before.getKey());
      if (now.isPresent() && isSame(before.getValue(), now.get())) {
        same.add(before.getKey());
      }
    }
    return same;
  }

  private static boolean isSame(LaunchRecord before, LaunchRecord now) {
    return before.socket().equals(now.socket()) && before.forwards().equals(now.forwards());
  }

  private boolean isWanted(String name) throws IOException {
    Optional<Wanted> word = store.wanted(name);
    return word.isPresent() && word.get() == Wanted.UP;
  }

  private Optional<LaunchRecord> launch(String name) throws IOException {
    var profile = catalog.profiles().get(name);
    return profile == null ? Optional.empty() : store.read(profile.connection()).launch();
  }
}
