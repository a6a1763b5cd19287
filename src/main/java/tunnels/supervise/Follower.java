package tunnels.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tunnels.openssh.Connection;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.Master;
import tunnels.profile.Job;
import tunnels.profile.Profile;

/**
 * Looks after the jobs of a login node's tunnels, within its pass and over its living master:
 * submits, asks, finds the way to the server, and ends what is not wanted any more.
 */
final class Follower {

  private static final Duration GLANCE = Duration.ofSeconds(2);

  private final Store store;
  private final Jobs jobs;
  private final InstantSource clock;

  Follower(Store store, Jobs jobs, InstantSource clock) {
    this.store = store;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * A person wants jobs: from now on the next pass of anybody goes on with them.
   *
   * @return whether any is wanted that was not before
   */
  boolean intend(String connection, Roster roster) throws IOException {
    boolean any = false;
    for (Profile profile : roster.withJobs(connection)) {
      if (roster.following(profile.name()).isEmpty()) {
        var unused = intend(profile);
        any = true;
      }
    }
    return any;
  }

  /**
   * @param login the master of the login node
   * @return whether a tunnel has now more or less to open
   */
  boolean follow(String connection, Roster roster, Master login, Mode mode) throws IOException {
    boolean changed = false;
    for (Profile profile : roster.withJobs(connection)) {
      changed |= tend(profile, roster, login, mode);
    }
    for (Map.Entry<String, Following> each : roster.unwantedJobs(connection).entrySet()) {
      changed |= end(each.getKey(), each.getValue(), login);
    }
    return changed;
  }

  /**
   * How soon the jobs of a connection are to be looked at again; empty if there are none. No event
   * tells of the end of a hop.
   */
  Optional<Duration> pause(String connection, Roster roster) throws IOException {
    Optional<Duration> soonest = Optional.empty();
    for (Profile profile : roster.withJobs(connection)) {
      Optional<Following> following = roster.following(profile.name()).filter(f -> !f.over());
      if (following.isPresent()) {
        Duration asking = following.get().interval(reached(following.get()), clock.instant());
        boolean hop = following.get().way().flatMap(Way::hop).isPresent();
        Duration pause = hop && asking.compareTo(GLANCE) > 0 ? GLANCE : asking;
        soonest = soonest.filter(other -> other.compareTo(pause) <= 0).or(() -> Optional.of(pause));
      }
    }
    return soonest;
  }

  /** Only a person has a job submitted: it costs, and it may have ended for a reason. */
  private boolean tend(Profile profile, Roster roster, Master login, Mode mode) throws IOException {
    Optional<Following> known = roster.following(profile.name());
    Following before = known.filter(f -> !f.over()).orElse(null);
    if (before == null) {
      if (mode != Mode.PERSON) {
        return false;
      }
      if (known.isPresent() && !jobs.end(login, known.get().job(), Job.OnDown.KEEP)) {
        return false; // what it has on the far side would be lost sight of
      }
      before = intend(profile);
    }
    Job.OnDown onDown = profile.job().orElseThrow().onDown();
    Following asked = asked(profile, before.with(onDown), login, mode);
    Following after = asked.with(way(profile, asked, roster, login));
    if (!after.equals(before)) {
      store.writeFollowing(profile.name(), after);
    }
    return after.differs(before);
  }

  private Following intend(Profile profile) throws IOException {
    Job job = profile.job().orElseThrow();
    Following intended =
        new Following(
            profile.connection(),
            profile.file().toAbsolutePath(),
            job.onDown(),
            jobs.intent(),
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    store.writeFollowing(profile.name(), intended);
    return intended;
  }

  private Following asked(Profile profile, Following before, Master login, Mode mode)
      throws IOException {
    Instant now = clock.instant();
    Job job = profile.job().orElseThrow();
    boolean heard = mode == Mode.PERSON || !before.job().isUnheard();
    if (before.job().state() == JobRecord.State.SUBMITTING && heard) {
      return before.with(jobs.submit(job, login, before.job()), now);
    }
    Duration pause = before.interval(reached(before), now);
    boolean due =
        before.asked().map(at -> !now.isBefore(at.plus(pause)) || now.isBefore(at)).orElse(true);
    if (due && before.job().state() == JobRecord.State.SUBMITTING) {
      return before.with(jobs.submit(job, login, before.job()), now);
    }
    return due ? before.with(jobs.poll(login, before.job()), now) : before;
  }

  private Optional<Way> way(Profile profile, Following now, Roster roster, Master login)
      throws IOException {
    Optional<Way> before = now.way();
    if (now.job().server().isEmpty()) {
      if (before.flatMap(Way::hop).isPresent()) {
        jobs.endHop(now.job());
      }
      return before.map(Way::idle);
    }
    Job.Route route = profile.job().orElseThrow().route();
    Optional<Way.Kind> last = store.way(profile.connection());
    Way way = before.orElseGet(() -> Way.first(route, last, clock.instant()));
    Way after =
        way.kind() == Way.Kind.SOCKET
            ? hop(way, profile, now.job(), login)
            : link(way, profile, now.job(), roster, login);
    if (after.proven() && !last.equals(Optional.of(after.kind()))) {
      store.rememberWay(profile.connection(), after.kind());
    }
    return Optional.of(after);
  }

  private Way link(Way way, Profile profile, JobRecord job, Roster roster, Master login)
      throws IOException {
    Job.Route route = profile.job().orElseThrow().route();
    ConnectionRecord record = store.read(Way.connection(profile.name(), way.kind()));
    boolean up = proven(record);
    boolean setBack = way.begun().isAfter(clock.instant()); // then no time tells what came first
    Optional<Failure> failure =
        record.trouble().failure().filter(f -> setBack || !f.at().isBefore(way.begun()));
    if (failure.isPresent() && !up && !way.proven()) {
      Optional<Way> next = way.next(route, failure.get().words(), clock.instant());
      if (next.isPresent()) {
        return next.get().kind() == Way.Kind.SOCKET
            ? hop(next.get(), profile, job, login)
            : link(next.get(), profile, job, roster, login);
      }
    }
    Connection connection = roster.connection(profile.connection()).orElseThrow();
    Connection link = jobs.link(way.kind(), profile, connection, login, job, way.link());
    return way.linked(link, way.proven() || up);
  }

  private Way hop(Way way, Profile profile, JobRecord job, Master login) throws IOException {
    if (way.hop().isPresent() && jobs.hops(job)) {
      return way;
    }
    Jobs.Hop hop = jobs.hop(login, job, profile.health());
    if (hop instanceof Jobs.Hop.Open open) {
      return way.hopping(open.socket());
    }
    String words = ((Jobs.Hop.Failed) hop).cause().message();
    Job.Route route = profile.job().orElseThrow().route();
    return way.proven() ? way.idle() : way.next(route, words, clock.instant()).orElse(way.idle());
  }

  private boolean end(String tunnel, Following following, Master login) throws IOException {
    jobs.endHop(following.job());
    if (following.kept()) {
      store.writeFollowing(tunnel, following.with(following.way().map(Way::idle)));
      return true;
    }
    Job.OnDown how = following.over() ? Job.OnDown.KEEP : Job.OnDown.CANCEL;
    boolean gone = jobs.end(login, following.job(), how);
    if (gone) {
      store.forgetFollowing(tunnel);
    }
    return gone;
  }

  /** Ends the jobs of ours that no record knows. */
  List<JobRecord> clean(Roster roster, Master login, boolean dryRun) {
    return jobs.left(login, roster.nonces()).stream()
        .filter(left -> dryRun || jobs.end(login, left, Job.OnDown.CANCEL))
        .toList();
  }

  /** Whether the way to the server is there. */
  private boolean reached(Following following) throws IOException {
    Optional<Way> way = following.way();
    if (way.flatMap(Way::hop).isPresent()) {
      return jobs.hops(following.job());
    }
    Optional<Connection> link = way.flatMap(Way::link);
    return link.isPresent() && proven(store.read(link.get().name()));
  }

  private static boolean proven(ConnectionRecord record) {
    return record
        .launch()
        .filter(LaunchRecord::proven)
        .map(launch -> launch.controlSocket().look().state() == ControlSocket.State.LIVE)
        .orElse(false);
  }
}
