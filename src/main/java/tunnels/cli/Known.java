package tunnels.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.supervise.TunnelStatus;

/** A tunnel by its name, with a valid profile. */
final class Known {

  private final Context context;

  Known(Context context) {
    this.context = context;
  }

  /**
   * @throws UsageError if there is none, with the faults where it has some
   */
  Profile profile(String name) {
    Catalog catalog = context.catalog();
    Targets.one(name, catalog.names());
    if (catalog.broken().contains(name)) {
      var unused = new Faults(context).ofTunnels(Set.of(name));
      throw new UsageError("the profile of \"" + name + "\" is broken: mend it first");
    }
    return Objects.requireNonNull(catalog.profiles().get(name));
  }

  /** A tunnel's profile, and how it is now. */
  record Seen(Profile profile, TunnelStatus status) {}

  /** The same, with a look at what runs. */
  Seen seen(String name) throws IOException {
    Profile profile = profile(name);
    return new Seen(profile, context.survey().look(name, context.surroundings().clock().instant()));
  }
}
