package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.state.Leftovers;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;

/** {@code clean}: removes what nothing needs any more. */
final class CleanCommand implements Command {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;
  private boolean dryRun;

  CleanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.CLEAN)
        .description(
            "Takes down what still runs of tunnels whose profile was deleted, as two looks some"
                + " seconds apart agree, then removes dead control sockets, damaged state files and what is remembered of those tunnels,"
                + " and says each. Where the login node of job profiles is connected, jobs of ours"
                + " there that no record knows are cancelled and their directories removed.")
        .flag("--dry-run", "Say what would go, and leave it.", given -> dryRun = given);
  }

  @Override
  public Integer call() throws IOException {
    SortedSet<String> seen = context.catalog().names();
    if (!dryRun && anythingIsGone()) {
      context.readAgain();
    }
    Catalog catalog = context.catalog();
    Survey survey = context.survey();
    SortedSet<String> kept = kept(catalog, survey);
    kept.addAll(seen);
    SortedSet<String> gone = new TreeSet<>(survey.names());
    gone.removeAll(kept);
    gone.forEach(name -> say("a tunnel that runs, and whose profile is gone: " + name));
    Set<String> inUse = connections(catalog, survey);
    if (!dryRun) {
      SortedSet<String> connections = new TreeSet<>(context.store().connections());
      connections.removeAll(inUse);
      connections.addAll(survey.connectionsOf(gone));
      var unused = new Passes(context).takeDown(connections, gone);
    }
    cleanJobs(catalog);
    forgetJobs(kept);
    Instant now = context.surroundings().clock().instant();
    for (Path leftover : context.store().leftovers(kept, inUse).find(now)) {
      if (dryRun || removed(leftover)) {
        say(leftover.toString());
      }
    }
    return Exit.AS_ASKED.status();
  }

  /** A pass over a connection that is under way would write what is removed meanwhile again. */
  private boolean removed(Path leftover) throws IOException {
    Optional<Store.Hold> lock =
        context.store().lock(String.valueOf(leftover.getFileName()), PATIENCE);
    if (lock.isPresent()) {
      try {
        Leftovers.remove(leftover);
      } finally {
        lock.get().close();
      }
    }
    return lock.isPresent();
  }

  /** Of a file that is just being saved, nothing is seen for a moment. */
  private boolean anythingIsGone() throws IOException {
    Survey survey = context.survey();
    SortedSet<String> kept = kept(context.catalog(), survey);
    Instant now = context.surroundings().clock().instant();
    return !kept.containsAll(survey.names())
        || context.store().leftovers(kept, connections(context.catalog(), survey)).anyIsGone(now);
  }

  /** The tunnels that have a profile, here or in another folder. */
  static SortedSet<String> kept(Catalog catalog, Survey survey) throws IOException {
    SortedSet<String> kept = catalog.names();
    kept.addAll(survey.others().tunnels());
    return kept;
  }

  /** Of one whose record was lost the login node still knows. */
  private void cleanJobs(Catalog catalog) throws IOException {
    SortedSet<String> logins = new TreeSet<>();
    catalog.profiles().values().stream()
        .filter(profile -> profile.job().isPresent())
        .forEach(profile -> logins.add(profile.connection()));
    Passes passes = new Passes(context);
    for (String login : logins) {
      for (JobRecord job : passes.cleanJobs(login, dryRun)) {
        String what = job.id().map(number -> "job " + number).orElse("what a job may have left");
        say(what + " beyond " + login + ", which nobody remembers: ~/.tunnels/" + job.nonce());
      }
    }
  }

  /** What could not be ended for want of a profile, or is to go on without one. */
  private void forgetJobs(Set<String> kept) throws IOException {
    for (Map.Entry<String, Following> each : context.store().followings().entrySet()) {
      if (!kept.contains(each.getKey())) {
        JobRecord job = each.getValue().job();
        say(remembered(each.getKey(), each.getValue()));
        if (!dryRun) {
          context.store().forgetFollowing(each.getKey());
          Leftovers.remove(context.store().jobFolder(job.nonce()));
        }
      }
    }
  }

  private static String remembered(String tunnel, Following following) {
    JobRecord job = following.job();
    if (job.id().isEmpty() && job.state() == JobRecord.State.ENDED) {
      return "what is remembered of a job of " + tunnel + " that was never submitted";
    }
    String id = job.id().map(number -> "job " + number).orElse("a job");
    String where = " of " + tunnel + ", from memory alone: scancel ends it";
    return id + " by connection " + following.connection() + where;
  }

  /** Those that are not gone. */
  static Set<String> connections(Catalog catalog, Survey survey) throws IOException {
    Set<String> connections =
        catalog.profiles().values().stream().map(Profile::connection).collect(Collectors.toSet());
    connections.addAll(catalog.broken());
    connections.addAll(survey.connectionsOf(catalog.broken()));
    connections.addAll(survey.others().connections());
    return connections;
  }

  private void say(String what) {
    context.console().result((dryRun ? "would remove " : "removed ") + what);
  }
}
