package tunnels.supervise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tunnels.openssh.Connection;
import tunnels.profile.Profile;

/**
 * What the profiles' files take away from a connection, and whether that is believed already. What
 * a person says counts at once.
 */
final class Doubts {

  private final SecondLook look;

  Doubts(SecondLook look) {
    this.look = look;
  }

  /** With the tunnels whose profiles are missing for long enough. */
  Roster in(Roster roster, ConnectionRecord record) {
    Set<String> gone = new HashSet<>();
    for (Map.Entry<String, Path> each : ProfileFolders.of(record, roster, false).entrySet()) {
      String tunnel = each.getKey();
      boolean lost = !roster.toldDown(tunnel) && roster.gone(tunnel, Optional.of(each.getValue()));
      SecondLook.Place place = new SecondLook.Place(record.name(), Optional.of(tunnel));
      String loss = lost ? each.getValue() + " " + ProfileFolders.stamp(each.getValue()) : "";
      if (look.believes(place, loss) && lost) {
        gone.add(tunnel);
      }
    }
    return roster.believing(gone);
  }

  /**
   * The same situation without what is lost by the profiles, until that is believed.
   *
   * @param connection as the profiles have it now; empty if none has it
   */
  Situation settled(
      Situation now, ConnectionRecord record, Roster roster, Optional<Connection> connection) {
    List<HeldForward> lost = new ArrayList<>(now.surplus());
    lost.removeIf(held -> roster.toldDown(held.tunnel()) || !roster.knows(held.tunnel()));
    Set<String> losses = new TreeSet<>();
    for (HeldForward held : lost) {
      losses.add(held.tunnel() + " " + Proving.key(held.forward()));
    }
    if (now.isLiving() && !now.current() && connection.isPresent()) {
      losses.add("settings " + connection.get().fingerprint());
    }
    if (now.isLiving() && !now.wanted() && record.forwards().isEmpty() && connection.isEmpty()) {
      losses.add("all");
    }
    if (!losses.isEmpty()) {
      losses.addAll(stamps(record.name(), roster));
    }
    SecondLook.Place place = new SecondLook.Place(record.name(), Optional.empty());
    return look.believes(place, String.join("\n", losses)) ? now : now.without(lost);
  }

  /** Of the files that say so: in two saves one after the other the same may be missing. */
  private static Set<String> stamps(String connection, Roster roster) {
    Set<String> stamps = new TreeSet<>();
    stamps.add(ProfileFolders.stamp(roster.folder().resolveSibling("config.toml")));
    for (Profile profile : roster.riders(connection)) {
      stamps.add(profile.name() + " " + ProfileFolders.stamp(profile.file()));
    }
    return stamps;
  }
}
