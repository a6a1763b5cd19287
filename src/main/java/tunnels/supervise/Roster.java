package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunnels.openssh.Connection;
import tunnels.openssh.MuxForward;
import tunnels.profile.Catalog;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** What the profiles and the wanted records say together. */
public final class Roster {

  private final Catalog catalog;
  private final Words asked;
  private final Set<String> except;
  private final Map<String, Following> followings;
  private final Optional<Set<String>> deleted;

  /**
   * @param asked what was asked for explicitly
   * @param except tunnels that count as not wanted for now
   * @param followings what is remembered of the tunnels' jobs
   */
  public Roster(
      Catalog catalog,
      Map<String, Wanted> asked,
      Set<String> except,
      Map<String, Following> followings) {
    this(catalog, new Words.Given(asked), except, followings, Optional.empty());
  }

  private Roster(
      Catalog catalog,
      Words asked,
      Set<String> except,
      Map<String, Following> followings,
      Optional<Set<String>> deleted) {
    this.catalog = catalog;
    this.asked = asked;
    this.except = Set.copyOf(except);
    this.followings = Map.copyOf(followings);
    this.deleted = deleted;
  }

  /** As the state has it now. */
  public static Roster of(Catalog catalog, Store store, Set<String> except) throws IOException {
    return new Roster(catalog, store.wanted(), except, store.followings());
  }

  /** The same, for a pass over one of many connections: reads what was asked of its own alone. */
  public static Roster ofFew(Catalog catalog, Store store, Set<String> except) throws IOException {
    Words asked = new Words.Looked(store, new HashMap<>());
    return new Roster(catalog, asked, except, store.followings(), Optional.empty());
  }

  /** The same, in which these profiles are gone for good, and no others: the disk is not asked. */
  Roster believing(Set<String> gone) {
    return new Roster(catalog, asked, except, followings, Optional.of(Set.copyOf(gone)));
  }

  /** Whether somebody said that it is to be down, whatever its profile says. */
  boolean toldDown(String tunnel) {
    return except.contains(tunnel) || asked.of(tunnel).equals(Optional.of(Wanted.DOWN));
  }

  /** An explicit word wins over {@code autostart}. */
  public Wanted wanted(String tunnel) {
    if (except.contains(tunnel)) {
      return Wanted.DOWN;
    }
    Profile profile = catalog.profiles().get(tunnel);
    boolean autostart = profile != null && profile.autostart();
    return asked.of(tunnel).orElse(autostart ? Wanted.UP : Wanted.DOWN);
  }

  /** Whether it has a profile, valid or not. */
  boolean knows(String tunnel) {
    return catalog.profiles().containsKey(tunnel) || broken(tunnel);
  }

  /** Where the profiles stand. */
  Path folder() {
    return catalog.folder();
  }

  /**
   * Whether a tunnel's profile is gone for good. Where its whole folder is gone, it may well be
   * there.
   *
   * @param folder in which it stood
   */
  boolean gone(String tunnel, Optional<Path> folder) {
    if (knows(tunnel) || folder.isEmpty()) {
      return false;
    }
    return deleted.isPresent()
        ? deleted.get().contains(tunnel)
        : ProfileFolders.lacks(folder.get(), tunnel);
  }

  /** Whether a tunnel is that of another folder's profile, and not ours to judge. */
  boolean elsewhere(String tunnel, Optional<Path> folder) {
    return !knows(tunnel)
        && folder.isPresent()
        && !ProfileFolders.same(folder.get(), catalog.folder())
        && !gone(tunnel, folder);
  }

  public boolean broken(String tunnel) {
    return catalog.broken().contains(tunnel);
  }

  /** The valid profiles that ride on a connection, wanted or not, by name. */
  public List<Profile> riders(String connection) {
    Optional<String> linked = Way.tunnel(connection);
    if (linked.isEmpty()) {
      return catalog.riders().getOrDefault(connection, List.of());
    }
    Profile profile = catalog.profiles().get(linked.get());
    return profile == null ? List.of() : List.of(profile);
  }

  /** What it is started with; a connection to a job's node has nothing before the job runs. */
  public Optional<Connection> connection(String name) {
    List<Profile> riders = riders(name);
    Optional<String> linked = Way.tunnel(name);
    if (linked.isPresent()) {
      return link(linked.get()).filter(link -> !riders.isEmpty() && link.name().equals(name));
    }
    return riders.isEmpty() ? Optional.empty() : Optional.of(Connection.of(riders));
  }

  /** The connection to the node of a tunnel's job, while there is one. */
  public Optional<Connection> link(String tunnel) {
    Following following = followings.get(tunnel);
    return following == null || following.way().isEmpty()
        ? Optional.empty()
        : following.way().get().link();
  }

  public Optional<Following> following(String tunnel) {
    return Optional.ofNullable(followings.get(tunnel));
  }

  /** The tunnels of which a job is remembered. */
  Set<String> followed() {
    return followings.keySet();
  }

  /** Of every job that is remembered. */
  Set<String> nonces() {
    return followings.values().stream().map(f -> f.job().nonce()).collect(Collectors.toSet());
  }

  /** Wanted tunnels of a login node's connection that have a job. */
  List<Profile> withJobs(String connection) {
    if (Way.tunnel(connection).isPresent()) {
      return List.of();
    }
    List<Profile> withJobs = new ArrayList<>();
    for (Profile profile : riders(connection)) {
      if (profile.job().isPresent() && wanted(profile.name()) == Wanted.UP) {
        withJobs.add(profile);
      }
    }
    return withJobs;
  }

  /**
   * Jobs of a login node's connection that are to be ended, or of which only the way is, where they
   * are kept. A broken profile changes nothing.
   */
  Map<String, Following> unwantedJobs(String connection) {
    Map<String, Following> unwanted = new TreeMap<>();
    for (Map.Entry<String, Following> each : followings.entrySet()) {
      Following following = each.getValue();
      boolean ours = following.connection().equals(connection);
      boolean idle = following.kept() && !following.leads();
      if (ours && !idle && unwanted(each.getKey(), following)) {
        unwanted.put(each.getKey(), following);
      }
    }
    return unwanted;
  }

  /** A profile that stands in another folder is not ours to judge. */
  private boolean unwanted(String tunnel, Following following) {
    if (asked.of(tunnel).equals(Optional.of(Wanted.DOWN)) || except.contains(tunnel)) {
      return true;
    }
    return knows(tunnel)
        ? !broken(tunnel) && wanted(tunnel) == Wanted.DOWN
        : gone(tunnel, following.folder());
  }

  /**
   * Whether a connection is needed whatever its forwards: something is to be done over it, or a job
   * is reached over it that nobody here may judge, its profile being broken or elsewhere.
   */
  boolean errands(String connection) {
    return carries(connection)
        || !withJobs(connection).isEmpty()
        || !unwantedJobs(connection).isEmpty();
  }

  private boolean carries(String connection) {
    for (Map.Entry<String, Following> each : followings.entrySet()) {
      Following following = each.getValue();
      if (following.connection().equals(connection) && !unwanted(each.getKey(), following)) {
        return true;
      }
    }
    return false;
  }

  /** Every forward that should be there. */
  List<Wish> wishes(String connection) {
    List<Wish> wishes = new ArrayList<>();
    for (Profile profile : riders(connection)) {
      wishes.addAll(wishes(profile, connection));
    }
    return wishes;
  }

  private List<Wish> wishes(Profile profile, String connection) {
    if (wanted(profile.name()) == Wanted.DOWN) {
      return List.of();
    }
    List<Wish> wishes = new ArrayList<>();
    for (Forward forward : profile.forwards()) {
      Optional<Wish> wish = wish(profile, forward, connection);
      if (wish.isPresent()) {
        wishes.add(wish.get());
      }
    }
    return wishes;
  }

  /** A forward to a job's server is there while the server is, on whatever leads to it. */
  private Optional<Wish> wish(Profile profile, Forward forward, String connection) {
    if (forward.toJob()) {
      return following(profile.name())
          .flatMap(following -> following.target(connection))
          .map(target -> new Wish(profile.name(), MuxForward.to(forward, target)));
    }
    return Way.tunnel(connection).isEmpty()
        ? Optional.of(new Wish(profile.name(), MuxForward.of(forward)))
        : Optional.empty();
  }

  /** Every forward that a tunnel of the connection could have, wanted or not. */
  Stream<Wish> possible(String connection) {
    return riders(connection).stream()
        .flatMap(p -> p.forwards().stream().flatMap(f -> wish(p, f, connection).stream()));
  }

  /** Every forward that one tunnel should have. */
  List<Wish> wishes(String tunnel, String connection) {
    for (Profile profile : riders(connection)) {
      if (profile.name().equals(tunnel)) {
        return wishes(profile, connection);
      }
    }
    return List.of();
  }

  /** How many logins may be under way to the server of a connection that has a profile. */
  int logins(String connection) {
    return riders(connection).get(0).ssh().logins();
  }

  /** Whether a connection has a forward whose far end is to be proved. */
  boolean probes(String connection) {
    return riders(connection).stream()
        .flatMap(profile -> profile.forwards().stream())
        .anyMatch(forward -> forward.probe() != Forward.Probe.NONE);
  }

  Optional<Profile> profile(String tunnel) {
    return Optional.ofNullable(catalog.profiles().get(tunnel));
  }

  /** Whether a tunnel's profile has it run a job. */
  boolean hasJob(String tunnel) {
    Profile profile = catalog.profiles().get(tunnel);
    return profile != null && profile.job().isPresent();
  }

  /** Whether every tunnel that needs a connection may come back without a person. */
  boolean unattendedAll(String connection) {
    for (Wish wish : wishes(connection)) {
      if (!unattended(wish.tunnel())) {
        return false;
      }
    }
    for (Profile profile : withJobs(connection)) {
      if (!profile.unattended()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a tunnel may come back without a person. */
  boolean unattended(String tunnel) {
    Profile profile = catalog.profiles().get(tunnel);
    return profile == null || profile.unattended();
  }

  /**
   * Whether what a tunnel has stays though no valid profile wants it: a broken profile changes
   * nothing until a {@code down}, and one that stands in another folder is not ours to judge.
   */
  boolean keeps(HeldForward held, LaunchRecord launch) {
    return stays(held.tunnel(), launch.profiles());
  }

  /**
   * Whether a tunnel stays as it is though no valid profile says so.
   *
   * @param folder in which its profile stood
   */
  boolean stays(String tunnel, Optional<Path> folder) {
    return !toldDown(tunnel)
        && !catalog.profiles().containsKey(tunnel)
        && (broken(tunnel) || !gone(tunnel, folder));
  }
}
