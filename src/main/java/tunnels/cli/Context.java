package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tunnels.files.FileFailure;
import tunnels.hpc.SlurmJobs;
import tunnels.openssh.Starter;
import tunnels.process.Processes;
import tunnels.profile.Catalog;
import tunnels.profile.Catalogs;
import tunnels.profile.Profile;
import tunnels.state.Machine;
import tunnels.state.StateDirectory;
import tunnels.supervise.Actions;
import tunnels.supervise.Change;
import tunnels.supervise.Pass;
import tunnels.supervise.Roster;
import tunnels.supervise.Survey;
import tunnels.supervise.Watcher;

/** The wiring of one run: each part is made when a command asks for it. */
final class Context implements AutoCloseable {

  /** Where the state is, below the home directory of the password database. */
  static final String STATE = ".local/state/tunnels";

  /** Tells one after the other. */
  private record Both(Watcher first, Watcher second) implements Watcher {
    @Override
    public void changed(Change change) {
      first.changed(change);
      second.changed(change);
    }
  }

  private final Surroundings surroundings;
  private final Console console;
  private final Processes processes;
  private @Nullable Path configOption;
  private @Nullable Path stateOption;
  private @Nullable Catalog catalog;
  private @Nullable StateDirectory store;
  private @Nullable Starter starter;
  private @Nullable OnChange hook;

  Context(Surroundings surroundings, Processes processes) {
    this.surroundings = surroundings;
    this.processes = processes;
    this.console = new Console(surroundings);
  }

  /** The options that stand before the command's name. */
  void options(@Nullable Path config, @Nullable Path state) {
    configOption = config;
    stateOption = state;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Console console() {
    return console;
  }

  Processes processes() {
    return processes;
  }

  Path config() {
    return (configOption == null ? usualConfig() : configOption).toAbsolutePath().normalize();
  }

  private Path usualConfig() {
    Optional<String> ours = surroundings.variable("TUNNELS_CONFIG");
    if (ours.isPresent()) {
      return path("TUNNELS_CONFIG", ours.get());
    }
    Optional<String> all = surroundings.variable("XDG_CONFIG_HOME");
    if (all.isPresent()) {
      return path("XDG_CONFIG_HOME", all.get()).resolve("tunnels");
    }
    String home = surroundings.variable("HOME").orElse(surroundings.home().toString());
    return path("HOME", home).resolve(".config/tunnels");
  }

  /**
   * What is there and is no folder is a slip, such as a profile's file.
   *
   * @throws UsageError with the reason
   */
  void checkFolders() {
    if (isOther(config())) {
      throw new UsageError(
          config()
              + " is no folder: --config (or TUNNELS_CONFIG) takes the one that holds profiles/"
              + " and config.toml; to look at one profile: tunnels check FILE");
    }
    if (isOther(state())) {
      throw new UsageError(state() + " is no folder: --state (or TUNNELS_STATE) takes one");
    }
  }

  private static boolean isOther(Path folder) {
    return !Files.isDirectory(folder) && Files.exists(folder);
  }

  Path state() {
    return (stateOption == null ? usualState() : stateOption).toAbsolutePath().normalize();
  }

  private Path usualState() {
    Optional<String> ours = surroundings.variable("TUNNELS_STATE");
    return ours.isPresent()
        ? path("TUNNELS_STATE", ours.get())
        : surroundings.home().resolve(STATE);
  }

  private static Path path(String variable, String value) {
    return Path.of(Undecoded.hold(variable, value));
  }

  /** What the profiles say; read once. */
  Catalog catalog() {
    if (catalog == null) {
      catalog = Catalogs.read(config(), surroundings.home());
    }
    return catalog;
  }

  /** The profiles were changed by this very command. */
  void forgetCatalog() {
    catalog = null;
  }

  /**
   * Reads the profiles once more, after some time: what was missing may have been saved just then.
   */
  void readAgain() {
    long end = System.nanoTime() + Pass.APART.toNanos();
    for (long left = Pass.APART.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    forgetCatalog();
  }

  StateDirectory store() throws IOException {
    if (store == null) {
      store = StateDirectory.open(state(), Machine.name(), console::say);
    }
    return store;
  }

  @Override
  public void close() throws IOException {
    if (hook != null) {
      hook.close();
    }
    if (store != null) {
      store.close();
    }
  }

  Survey survey() throws IOException {
    return new Survey(catalog(), store(), starter());
  }

  /** One for all, so that what ssh was asked is known to all. */
  Starter starter() {
    if (starter == null) {
      starter = new Starter(processes, surroundings.home());
    }
    return starter;
  }

  /**
   * @param attended whether ssh may ask a person
   * @param except tunnels that count as not wanted
   */
  Pass pass(boolean attended, Set<String> except, Watcher watcher) throws IOException {
    return pass(this::catalog, attended, except, watcher);
  }

  private OnChange onChange(Supplier<Catalog> catalogs) {
    if (hook == null) {
      hook =
          new OnChange(
              processes,
              () -> catalogs.get().onChange(),
              (change, words) ->
                  complain(
                      catalogs.get(), change, "on_change of " + change.phases() + " " + words));
    }
    return hook;
  }

  /** On stderr, which cron and systemd keep, and in the tunnel's log. */
  private void complain(Catalog now, Change change, String words) {
    console.say(words);
    Profile profile = now.profiles().get(change.tunnel());
    if (profile != null) {
      try {
        store()
            .note(
                profile.connection(),
                surroundings.clock().instant(),
                words.lines().findFirst().orElse(""));
      } catch (IOException e) {
        console.say("tunnels: " + FileFailure.words(e));
      }
    }
  }

  /**
   * @param catalogs what the profiles say by the time of each pass
   */
  Pass pass(Supplier<Catalog> catalogs, boolean attended, Set<String> except, Watcher watcher)
      throws IOException {
    OnChange onChange = onChange(catalogs);
    Actions actions =
        new Actions(
            store(),
            starter(),
            surroundings.clock(),
            () -> ThreadLocalRandom.current().nextDouble(),
            attended ? Optional.of(console::say) : Optional.empty());
    return new Pass(
        store(),
        () -> Roster.ofFew(catalogs.get(), store(), except),
        actions,
        new SlurmJobs(processes, store()::jobFolder, store().owner(), surroundings.clock()),
        surroundings.clock(),
        System::nanoTime,
        new Both(watcher, onChange));
  }
}
