package tunnels.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that the user's files say, good and bad.
 *
 * @param profiles the valid ones, by name
 * @param riders the same, by the connection that they ride on; each list by name
 * @param broken names of the profiles that have a fault
 * @param faults of all files, in the order of file and line
 * @param warnings what is allowed but will surprise
 * @param sshConfig as ssh -F where a profile says nothing: that of {@code config.toml}
 * @param onChange the command of {@code config.toml}, run by {@code sh -c} at each change of phase
 * @param folder in which the profiles stand
 */
public record Catalog(
    SortedMap<String, Profile> profiles,
    Map<String, List<Profile>> riders,
    SortedSet<String> broken,
    List<Fault> faults,
    List<Fault> warnings,
    Optional<Path> sshConfig,
    Optional<String> onChange,
    Path folder) {

  Catalog(
      SortedMap<String, Profile> profiles,
      SortedSet<String> broken,
      List<Fault> faults,
      List<Fault> warnings,
      Optional<Path> sshConfig,
      Optional<String> onChange,
      Path folder) {
    this(profiles, riders(profiles), broken, faults, warnings, sshConfig, onChange, folder);
  }

  private static Map<String, List<Profile>> riders(SortedMap<String, Profile> profiles) {
    Map<String, List<Profile>> riders = new HashMap<>();
    for (Profile profile : profiles.values()) {
      List<Profile> together = riders.getOrDefault(profile.connection(), new ArrayList<>(1));
      together.add(profile);
      riders.put(profile.connection(), together);
    }
    return riders;
  }

  /** Every tunnel that has a profile, valid or not. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(profiles.keySet());
    names.addAll(broken);
    return names;
  }
}
