package tunnels.openssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tunnels.profile.Destination;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/**
 * What one master is started with: all that its tunnels agree in.
 *
 * @param name of the connection
 * @param config as ssh -F; empty is the user's own file and the system's
 * @param ours options that go before those of the user
 * @param permit PermitRemoteOpen, for all remote SOCKS proxies of the connection; empty if none has
 *     one
 * @param guard what the master runs on the far side; empty is nothing
 */
public record Connection(
    String name,
    Destination host,
    Optional<Path> config,
    List<String> ours,
    List<String> options,
    List<String> permit,
    Profile.Health health,
    boolean remoteCommands,
    Optional<Guard> guard) {

  /**
   * The connection of these profiles.
   *
   * @param profiles all that name it, wanted or not, so that a tunnel that joins later finds its
   *     permit in force; at least one
   */
  public static Connection of(Collection<Profile> profiles) {
    Profile one = profiles.iterator().next();
    TreeSet<String> permit = new TreeSet<>();
    for (Profile profile : profiles) {
      for (Forward forward : profile.forwards()) {
        permit.addAll(forward.permit());
      }
    }
    return new Connection(
        one.connection(),
        one.host(),
        one.ssh().config(),
        List.of(),
        one.ssh().options(),
        List.copyOf(permit),
        one.health(),
        one.ssh().remoteCommands(),
        Optional.empty());
  }

  /** What follows {@code ssh} to make the same connection by hand. */
  String byHand() {
    List<String> words = new ArrayList<>();
    config.ifPresent(file -> words.add("-F " + RemoteShell.word(file.toString())));
    options.forEach(option -> words.add("-o " + RemoteShell.word(option)));
    words.add(host.text());
    return String.join(" ", words);
  }

  /** Changes exactly when a master must be started anew for the change to hold. */
  public String fingerprint() {
    return Fingerprint.of(
        List.of(
            host.text(),
            config.isPresent() ? config.get().toString() : "",
            String.join("\n", ours),
            String.join("\n", options),
            String.join("\n", permit),
            health.alive() + " " + health.timeout(),
            String.valueOf(remoteCommands),
            guard.isPresent() ? guard.get().command() : ""));
  }
}
